namespace NetApi.Hosting.Security;

/// <summary>What a key may do. <see cref="Admin"/> includes all others; the others include nothing but themselves.</summary>
public enum Scope
{
    /// <summary>See everything NetApi shows.</summary>
    Read,

    /// <summary>Send probes.</summary>
    Probe,

    /// <summary>Change the network: containers, networks, images, snapshots.</summary>
    Write,

    /// <summary>Everything, keys included.</summary>
    Admin,
}

/// <summary>Metadata of an endpoint: the scope it asks for.</summary>
/// <param name="Scope">The scope.</param>
public sealed record RequiredScope(Scope Scope);

/// <summary>Metadata of an endpoint that is open to everybody on purpose.</summary>
public sealed record OpenToAll;
