using System.Runtime.CompilerServices;
using NetApi.Adapters.Netlink.Interop;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Reads the two messages that end a reply: NLMSG_ERROR (an acknowledgement where its errno is 0) and NLMSG_DONE.</summary>
internal static class NetlinkReply
{
    /// <summary>The kernel's refusal in one of them; null where it agreed.</summary>
    public static NetlinkException? RefusalOf(NetlinkMessage message, string operation)
    {
        if (message.Header.nlmsg_type == NLMSG_ERROR)
        {
            var error = message.Body<nlmsgerr>();
            return Refusal(operation, error.error, message, ErrorAttributesAt(message, error));
        }
        // Kernels before 2.6.24 end a dump without an errno.
        if (message.Payload.IsEmpty)
            return null;
        return Refusal(operation, message.Body<int>(), message, sizeof(int));
    }

    // The request is quoted after the errno: its header alone with NETLINK_CAP_ACK, the whole of it without.
    private static long ErrorAttributesAt(NetlinkMessage message, nlmsgerr error) =>
        message.Has(NLM_F_CAPPED) ? Unsafe.SizeOf<nlmsgerr>() : sizeof(int) + Math.Max(error.msg.nlmsg_len, Unsafe.SizeOf<nlmsghdr>());

    private static NetlinkException? Refusal(string operation, int negativeErrno, NetlinkMessage message, long attributesAt)
    {
        if (negativeErrno == 0)
            return null;
        if (negativeErrno > 0 || negativeErrno == int.MinValue)
            throw new NetlinkFormatException($"{operation}: {negativeErrno} is no negative errno.");
        if (!message.Has(NLM_F_ACK_TLVS) || attributesAt >= message.Payload.Length)
            return new NetlinkException(operation, -negativeErrno);

        string? words = null;
        uint? offset = null;
        var attributes = new NetlinkAttributeReader(Alignment.After(message.Payload, (int)attributesAt));
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == NLMSGERR_ATTR_MSG)
                words = attribute.String;
            else if (attribute.Type == NLMSGERR_ATTR_OFFS)
                offset = attribute.HostUInt32;
        }
        return new NetlinkException(operation, -negativeErrno, words, offset);
    }
}
