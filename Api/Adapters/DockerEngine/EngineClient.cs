using System.Collections.Concurrent;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using Version = System.Version;

namespace NetApi.Adapters.DockerEngine;

/// <summary>NetApi's connection to one Docker Engine: a negotiated API version, bounded waits, mapped errors.</summary>
/// <remarks>The client library opens a connection for each call, so there is none to lose between calls. Thread-safe.</remarks>
public sealed class EngineClient : IDisposable
{
    /// <summary>API of Docker Engine 20.10, the oldest that NetApi is made for.</summary>
    internal static readonly Version OldestApi = new(1, 41);

    /// <summary>Newest API the client library knows.</summary>
    internal static readonly Version NewestApi = new(1, 54);

    private readonly ConcurrentDictionary<Version, DockerClient> _clients = new();
    private readonly DockerClient _unversioned;
    private volatile EngineSession? _session;

    /// <summary>Prepares the connection. The engine is asked for nothing yet.</summary>
    public EngineClient(EngineOptions options)
    {
        Options = options;
        _unversioned = Builder().Build();
    }

    /// <summary>Where the engine is, and how long NetApi waits for it.</summary>
    public EngineOptions Options { get; }

    /// <summary>Asks the engine who it is, and negotiates the API version anew.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task<EngineVersion> GetVersionAsync(CancellationToken cancellationToken)
    {
        Renegotiate();
        var session = await SessionAsync(cancellationToken);
        var info = await ReadAsync("read the engine's information", (s, token) => s.Client.System.GetSystemInfoAsync(token), cancellationToken);
        return new EngineVersion
        {
            Version = session.Answer.Version ?? "",
            ApiVersion = session.ApiVersion.ToString(2),
            EngineApiVersion = session.Answer.APIVersion ?? "",
            MinApiVersion = session.Answer.MinAPIVersion ?? "",
            Os = session.Answer.Os ?? "",
            Architecture = session.Answer.Arch ?? "",
            Kernel = session.Answer.KernelVersion ?? "",
            StorageDriver = info.Driver ?? "",
            CgroupDriver = info.CgroupDriver ?? "",
            CgroupVersion = info.CgroupVersion ?? "",
            Name = info.Name ?? "",
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _unversioned.Dispose();
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    /// <summary>The next call asks for the version again: the engine may be another one than before.</summary>
    internal void Renegotiate() => _session = null;

    /// <summary>A reading, within <see cref="EngineOptions.ReadTimeout"/>.</summary>
    internal Task<T> ReadAsync<T>(string operation, Func<EngineSession, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(operation, new Patience(Options.ReadTimeout, cancellationToken), call);

    /// <summary>A command, within <see cref="EngineOptions.CommandTimeout"/>.</summary>
    internal Task CommandAsync(string operation, Func<EngineSession, CancellationToken, Task> call, CancellationToken cancellationToken, TimeSpan grace = default) =>
        CallAsync(operation, new Patience(Options.CommandTimeout + grace, cancellationToken), async (session, token) =>
        {
            await call(session, token);
            return true;
        });

    /// <summary>Asks the engine; every way to fail is an <see cref="EngineException"/> or the caller's own cancellation.</summary>
    internal async Task<T> CallAsync<T>(string operation, Patience patience, Func<EngineSession, CancellationToken, Task<T>> call)
    {
        using (patience)
        {
            var session = await SessionAsync(patience.Caller);
            try
            {
                return await BoundAsync(operation, patience, token => call(session, token));
            }
            catch (EngineRefusedException refusal) when (SpeaksAnotherVersion(refusal))
            {
                // Another engine took over the socket since the version was negotiated. Such a request was not carried out.
                _session = null;
                session = await SessionAsync(patience.Caller);
                return await BoundAsync(operation, patience, token => call(session, token));
            }
        }
    }

    private async Task<EngineSession> SessionAsync(CancellationToken cancellationToken)
    {
        if (_session is { } known)
            return known;
        const string Operation = "tell its version";
        using var patience = new Patience(Options.ReadTimeout, cancellationToken);
        var answer = await BoundAsync(Operation, patience, token => _unversioned.System.GetVersionAsync(token))
            ?? throw EngineFaults.Unreadable(Options, Operation, new JsonException("It is null."));
        var version = ApiNegotiation.Choose(answer.APIVersion, answer.MinAPIVersion, OldestApi, NewestApi, Options.Endpoint);
        return _session = new EngineSession(_clients.GetOrAdd(version, v => Builder().WithApiVersion(v).Build()), version, answer);
    }

    private async Task<T> BoundAsync<T>(string operation, Patience patience, Func<CancellationToken, Task<T>> call)
    {
        patience.Renew();
        try
        {
            return await call(patience.Token);
        }
        catch (Exception e) when (e is not DockerApiException && patience.Caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, patience.Caller);
        }
        catch (Exception e) when (e is not DockerApiException && patience.IsExhausted)
        {
            _session = null;
            throw EngineFaults.Hung(Options, operation, patience.Limit, e);
        }
        catch (Exception e) when (EngineFaults.Explain(e, Options, operation) is { } fault)
        {
            if (fault is EngineUnavailableException)
                _session = null;
            throw fault;
        }
    }

    private DockerClientBuilder Builder() =>
        new DockerClientBuilder().WithEndpoint(Options.Endpoint).WithTimeout(Timeout.InfiniteTimeSpan);

    private static bool SpeaksAnotherVersion(EngineRefusedException refusal) =>
        refusal.StatusCode == 400 && refusal.EngineMessage.StartsWith("client version ", StringComparison.Ordinal);
}

/// <summary>What was negotiated with an engine; valid until it goes away.</summary>
internal sealed record EngineSession(DockerClient Client, Version ApiVersion, VersionResponse Answer);
