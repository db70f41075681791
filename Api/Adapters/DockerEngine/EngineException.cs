namespace NetApi.Adapters.DockerEngine;

/// <summary>The Docker Engine could not do what it was asked for.</summary>
public abstract class EngineException : Exception
{
    private protected EngineException(string operation, string message, Exception? cause)
        : base(message, cause) => Operation = operation;

    /// <summary>What was asked, as a phrase: <c>create container</c>, <c>start container</c>, <c>pull image</c> …</summary>
    public string Operation { get; }

    /// <summary>Id of a container that the failed operation had made and that could not be removed again; null where nothing is left.</summary>
    public string? Leftover { get; internal set; }

    /// <summary>Name of a container whose creation the engine took and did not answer, so that it may exist or still appear; null where none can.</summary>
    public string? MayAppear { get; internal set; }
}

/// <summary>Why an engine cannot be used.</summary>
public enum EngineUnavailableReason
{
    /// <summary>Nobody listens, or the connection broke.</summary>
    Down,

    /// <summary>It took the request and did not answer in time.</summary>
    Hung,

    /// <summary>NetApi may not open the engine's socket.</summary>
    Denied,

    /// <summary>The engine's API is older than NetApi speaks.</summary>
    TooOld,

    /// <summary>The engine no longer speaks any API that NetApi knows.</summary>
    TooNew,

    /// <summary>It answered, and NetApi can make nothing of the answer.</summary>
    Unreadable,
}

/// <summary>The engine cannot be reached or used. The message says how to mend it.</summary>
public sealed class EngineUnavailableException : EngineException
{
    internal EngineUnavailableException(EngineUnavailableReason reason, string operation, string message, Exception? cause = null)
        : base(operation, message, cause) => Reason = reason;

    /// <summary>Why.</summary>
    public EngineUnavailableReason Reason { get; }
}

/// <summary>The engine answered, and refused.</summary>
public sealed class EngineRefusedException : EngineException
{
    internal EngineRefusedException(int statusCode, string operation, string engineMessage, Exception? cause = null)
        : base(operation, $"The Docker Engine refused to {operation}: {engineMessage}", cause)
    {
        StatusCode = statusCode;
        EngineMessage = engineMessage;
    }

    /// <summary>HTTP status of the engine's answer: 404 unknown, 409 conflict, 400 bad request …; 200 where it had begun to stream before it failed.</summary>
    public int StatusCode { get; }

    /// <summary>The engine's own words.</summary>
    public string EngineMessage { get; }
}
