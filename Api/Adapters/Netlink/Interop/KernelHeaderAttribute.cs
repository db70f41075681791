namespace NetApi.Adapters.Netlink.Interop;

/// <summary>Names the C header that declares a struct or the constants of a class. A test compiles a proof of every one of them.</summary>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
internal sealed class KernelHeaderAttribute(string path) : Attribute
{
    public string Path { get; } = path;
}
