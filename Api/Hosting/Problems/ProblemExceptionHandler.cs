using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Sqlite;
using NetApi.History;

namespace NetApi.Hosting.Problems;

/// <summary>Turns what was thrown into a problem document; nothing of a stack trace leaves the process.</summary>
public sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The caller hung up: nobody reads the answer.
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true;
        var problem = ProblemOf(exception, httpContext);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            LogUnexpected(exception, httpContext.Request.Method, httpContext.Request.Path);
        await httpContext.WriteProblemAsync(problem);
        return true;
    }

    private static Problem ProblemOf(Exception exception, HttpContext context) => exception switch
    {
        InvalidRequestException invalid => ProblemKinds.ValidationFailed.Document("Each entry of errors names one fault and how to mend it.", invalid.Faults),
        BadHttpRequestException bad => ProblemOf(bad, context),
        EngineGapException { Gap: var gap } => ProblemKinds.EngineUnavailable.Document($"{gap.Detail} {EngineProblems.StillWorks}"),
        EngineException engine => EngineProblems.Of(engine),
        NetlinkException { IsPermission: true } refusal => ProblemKinds.CapabilityMissing.Document($"{refusal.Message}. Run NetApi as root, or give its systemd unit the capability; GET /api/v1/host lists what NetApi may do."),
        NetlinkException refusal => ProblemKinds.KernelRefused.Document($"{refusal.Message}. Ask again; where it stays so, the kernel's log and the limits of NetApi's process (open files, memory) say more."),
        MomentNotFoundException missing => missing.Kind.Document(missing.Message),
        StoreUnavailableException store => ProblemKinds.StoreUnavailable.Document(store.Message),
        _ => ProblemKinds.InternalError.Document("This is a defect of NetApi. Its log has the details under the trace id."),
    };

    private static Problem ProblemOf(BadHttpRequestException bad, HttpContext context) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            ProblemKinds.BodyTooLarge.Document(WireJson.BodyTooLarge(context)),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            ProblemKinds.UnsupportedMediaType.Document("Send the body as application/json: -H 'Content-Type: application/json'."),
        { InnerException: JsonException json } => ProblemKinds.MalformedBody.Document("The body is not the JSON this endpoint reads.", [JsonFault(json)]),
        _ when bad.Message.Contains("no body was provided", StringComparison.Ordinal) =>
            ProblemKinds.MalformedBody.Document("A JSON body is needed; /swagger shows its form.", [new Fault("", "missing", "The body is empty.")]),
        _ when ParameterFault.Of(bad.Message) is { } fault => ProblemKinds.ValidationFailed.Document(fault.Detail, [fault]),
        _ => ProblemKinds.ValidationFailed.Document(bad.Message, [new Fault("", "unreadable", bad.Message)]),
    };

    private static Fault JsonFault(JsonException json)
    {
        var pointer = JsonPath.ToPointer(json.Path);
        // The text after the first sentence of the serializer repeats path, line and position.
        var what = json.Message.Split(" Path: ", 2)[0];
        var where = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        return new Fault(pointer, "malformed-json", JsonPath.WithoutTypeNames(what) + where);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
