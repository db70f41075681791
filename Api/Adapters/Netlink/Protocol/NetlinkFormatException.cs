namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Bytes that are no netlink message: a length that points outside, or a value of the wrong size.</summary>
public sealed class NetlinkFormatException(string message) : FormatException(message);
