namespace NetApi.Domain.Topology;

/// <summary>Something that could not be read. A state with gaps is partial and says so: an empty list never means "could not look".</summary>
/// <param name="Scope">What is affected: <c>engine</c>, <c>kernel</c>, <c>namespace:ID</c>, <c>container:ID</c>, <c>firewall</c>, <c>processes</c> …</param>
/// <param name="Code">Stable kebab-case word for scripts, such as <c>engine-unavailable</c>.</param>
/// <param name="Detail">What happened, in the words of the kernel or the engine, and how to mend it.</param>
public sealed record Gap(string Scope, string Code, string Detail)
{
    /// <summary>Nothing of the kernel is shown.</summary>
    public const string KernelUnreadable = "kernel-unreadable";

    /// <summary>Of a namespace all is shown but listening sockets.</summary>
    public const string SocketsUnreadable = "sockets-unreadable";
}
