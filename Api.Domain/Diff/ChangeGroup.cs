namespace NetApi.Domain.Diff;

/// <summary>Groups of changes by what they bring about, in the order of a diff.</summary>
public enum ChangeGroup
{
    /// <summary>Something became reachable or unreachable, as far as published ports, running containers and networks tell. Nobody asked the firewall's rules.</summary>
    Reachability,

    /// <summary>Of containers, and what they publish, with no such consequence.</summary>
    Containers,

    /// <summary>Of the engine's networks, of attachments to them, and of the engine's settings, with no such consequence.</summary>
    Networks,

    /// <summary>Of what the kernel has: links, addresses, routes, rules, neighbours, sockets, sysctls, namespaces.</summary>
    Kernel,

    /// <summary>Of what could be read.</summary>
    Gaps,
}

/// <summary>What a change brings about.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Sentence">What became reachable or unreachable, without a capital and a full stop; null in other groups.</param>
public sealed record Consequence(ChangeGroup Group, string? Sentence)
{
    internal static Consequence Reachability(string sentence) => new(ChangeGroup.Reachability, sentence);
}
