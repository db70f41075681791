namespace NetApi.Hosting.Answers;

/// <summary>What tells one body from another.</summary>
public enum Validator
{
    /// <summary>The state's content hash: for bodies without anything that <see cref="Json.Volatile"/> names. Known before the body is made.</summary>
    ContentHash,

    /// <summary>The bytes: for bodies that show what makes no revision, such as learned neighbours and timers.</summary>
    Bytes,

    /// <summary>The bytes, made anew for each request: for bodies that show what is no part of the state, too.</summary>
    FreshBytes,
}
