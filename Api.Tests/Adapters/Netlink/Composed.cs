using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

/// <summary>Messages of the kernel put together by hand, after its sources: for kinds and options that not every kernel has.</summary>
internal static class Composed
{
    /// <summary>Decodes a link of that kind with that data.</summary>
    public static RawLink Link(string kind, Action<NetlinkRequest> data) => Link(m => m
        .AddNested(LinuxIfLink.IFLA_LINKINFO, info => info.AddString(LinuxIfLink.IFLA_INFO_KIND, kind).AddNested(LinuxIfLink.IFLA_INFO_DATA, data)));

    /// <summary>Decodes a link with those attributes.</summary>
    public static RawLink Link(Action<NetlinkRequest> attributes, uint flags = 0) =>
        Assert.Single(Decode(LinuxRtnetlink.RTM_NEWLINK, new ifinfomsg { ifi_index = 7, ifi_flags = flags }, attributes, LinkDecoder.Decode));

    public static List<T> Decode<TBody, T>(ushort type, TBody body, Action<NetlinkRequest> attributes, MessageDecoder<T> decode)
        where TBody : unmanaged
        where T : class
    {
        var message = NetlinkRequest.Create("composed", type, 0, body);
        attributes(message);
        return Capture.Decode(message.Finish(1, 1), decode);
    }
}
