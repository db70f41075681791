using System.Collections.Immutable;

namespace NetApi.Hosting.Problems;

/// <summary>Every kind of problem that NetApi answers with.</summary>
public static class ProblemKinds
{
    /// <summary>The request itself is at fault; <c>errors</c> lists every fault.</summary>
    public static readonly ProblemKind ValidationFailed = new("validation-failed", 400, "The request has faults");

    /// <summary>The body is no JSON that NetApi reads.</summary>
    public static readonly ProblemKind MalformedBody = new("malformed-body", 400, "The body cannot be read");

    /// <summary>The Host header names none of the configured hosts.</summary>
    public static readonly ProblemKind HostNotAllowed = new("host-not-allowed", 400, "The Host header is not allowed");

    /// <summary>No key, or one that is not valid.</summary>
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "A valid key is needed");

    /// <summary>The key's scopes do not cover the call.</summary>
    public static readonly ProblemKind ScopeMissing = new("scope-missing", 403, "The key's scopes do not allow this");

    /// <summary>A browser sent the request from another site.</summary>
    public static readonly ProblemKind CrossSiteRequest = new("cross-site-request", 403, "Requests from other sites are refused");

    /// <summary>A probe's destination is not known to the host.</summary>
    public static readonly ProblemKind DestinationNotAllowed = new("destination-not-allowed", 403, "NetApi probes only what its host knows");

    /// <summary>No such path.</summary>
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is nothing here");

    /// <summary>No such container.</summary>
    public static readonly ProblemKind ContainerNotFound = new("container-not-found", 404, "No such container");

    /// <summary>No such network.</summary>
    public static readonly ProblemKind NetworkNotFound = new("network-not-found", 404, "No such network");

    /// <summary>The container is not attached to the network.</summary>
    public static readonly ProblemKind AttachmentNotFound = new("attachment-not-found", 404, "The container is not attached to the network");

    /// <summary>The registry holds no such image, or does not give it without a login.</summary>
    public static readonly ProblemKind ImageUnknown = new("image-unknown", 404, "The registry gives no such image");

    /// <summary>No such bridge.</summary>
    public static readonly ProblemKind BridgeNotFound = new("bridge-not-found", 404, "No such bridge");

    /// <summary>No such namespace.</summary>
    public static readonly ProblemKind NamespaceNotFound = new("namespace-not-found", 404, "No such network namespace");

    /// <summary>No node of the graph is what the focus names.</summary>
    public static readonly ProblemKind FocusNotFound = new("focus-not-found", 404, "No such node");

    /// <summary>No such snapshot.</summary>
    public static readonly ProblemKind SnapshotNotFound = new("snapshot-not-found", 404, "No such snapshot");

    /// <summary>The history has nothing of that moment.</summary>
    public static readonly ProblemKind MomentNotFound = new("moment-not-found", 404, "Nothing is kept of that moment");

    /// <summary>No such operation.</summary>
    public static readonly ProblemKind OperationNotFound = new("operation-not-found", 404, "No such operation");

    /// <summary>No such key.</summary>
    public static readonly ProblemKind KeyNotFound = new("key-not-found", 404, "No such key");

    /// <summary>The path exists, the method does not.</summary>
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here");

    /// <summary>No format that the caller accepts.</summary>
    public static readonly ProblemKind NotAcceptable = new("not-acceptable", 406, "No format that you accept");

    /// <summary>A prefix or name that fits more than one.</summary>
    public static readonly ProblemKind Ambiguous = new("ambiguous", 409, "The reference fits more than one");

    /// <summary>What is asked for clashes with what exists: a name, a port, an address.</summary>
    public static readonly ProblemKind Conflict = new("conflict", 409, "The request clashes with what exists");

    /// <summary>The resource is in a state that does not allow the call.</summary>
    public static readonly ProblemKind WrongState = new("wrong-state", 409, "The state does not allow this");

    /// <summary>The body is larger than NetApi reads.</summary>
    public static readonly ProblemKind BodyTooLarge = new("body-too-large", 413, "The body is too large");

    /// <summary>The body's content type is not JSON.</summary>
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The content type is not supported");

    /// <summary>The engine could not carry out a request that is well-formed.</summary>
    public static readonly ProblemKind EngineRefused = new("engine-refused", 422, "The engine refused");

    /// <summary>Too much at once.</summary>
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests at once");

    /// <summary>A fault of NetApi itself.</summary>
    public static readonly ProblemKind InternalError = new("internal-error", 500, "NetApi failed");

    /// <summary>The engine failed while it worked on the request.</summary>
    public static readonly ProblemKind EngineFailed = new("engine-failed", 502, "The engine failed");

    /// <summary>The engine does not answer.</summary>
    public static readonly ProblemKind EngineUnavailable = new("engine-unavailable", 503, "The engine is not available");

    /// <summary>The kernel refuses what the call needs.</summary>
    public static readonly ProblemKind CapabilityMissing = new("capability-missing", 503, "NetApi lacks a capability");

    /// <summary>The kernel refuses for another reason, in words of its own.</summary>
    public static readonly ProblemKind KernelRefused = new("kernel-refused", 503, "The kernel refused");

    /// <summary>The database cannot be read or written.</summary>
    public static readonly ProblemKind StoreUnavailable = new("store-unavailable", 503, "The database is not available");

    /// <summary>All of them, by code.</summary>
    public static ImmutableSortedDictionary<string, ProblemKind> All { get; } = typeof(ProblemKinds).GetFields()
        .Where(f => f.FieldType == typeof(ProblemKind))
        .Select(f => (ProblemKind)f.GetValue(null)!)
        .ToImmutableSortedDictionary(k => k.Code, k => k, StringComparer.Ordinal);

    /// <summary>The kind that stands for a bare status code of the framework (404, 405, 415 …).</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ValidationFailed,
        StatusCodes.Status401Unauthorized => Unauthenticated,
        StatusCodes.Status403Forbidden => ScopeMissing,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        _ => InternalError,
    };
}
