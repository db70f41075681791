using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NetApi.Adapters.Netlink.Interop;

/// <summary>Any other file descriptor.</summary>
internal sealed class SafeFd : SafeHandleMinusOneIsInvalid
{
    public SafeFd(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, for poll(2). Keep the handle alive while it is used.</summary>
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.close(handle) == 0;
}

[KernelHeader("poll.h")]
internal static class LinuxPoll
{
    public const short POLLIN = 0x1;
    public const short POLLPRI = 0x2;
    public const short POLLERR = 0x8;
}

[KernelHeader("poll.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct pollfd
{
    public int fd;
    public short events;
    public short revents;
}

[KernelHeader("sys/eventfd.h")]
internal static class LinuxEventfd
{
    public const int EFD_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;
}

[KernelHeader("sys/inotify.h")]
internal static class LinuxInotify
{
    public const int IN_CLOEXEC = 0x80000;
    public const int IN_NONBLOCK = 0x800;
    public const uint IN_CREATE = 0x100;
    public const uint IN_DELETE = 0x200;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_IGNORED = 0x8000;
}

/// <summary>An event of inotify(7); a name of <c>len</c> bytes, padded with null bytes, follows.</summary>
[KernelHeader("sys/inotify.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct inotify_event
{
    public int wd;
    public uint mask;
    public uint cookie;
    public uint len;
}

[KernelHeader("sys/socket.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct msghdr
{
    public nint msg_name;
    public uint msg_namelen;
    public nint msg_iov;
    public nuint msg_iovlen;
    public nint msg_control;
    public nuint msg_controllen;
    public int msg_flags;
}

[KernelHeader("sys/uio.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct iovec
{
    public nint iov_base;
    public nuint iov_len;
}

[KernelHeader("sys/socket.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct cmsghdr
{
    public nuint cmsg_len;
    public int cmsg_level;
    public int cmsg_type;
}

[KernelHeader("sys/socket.h")]
internal static class LinuxEventSocket
{
    public const int MSG_DONTWAIT = 0x40;
    public const int SO_RCVBUF = 8;
    public const int SO_RCVBUFFORCE = 33;
}

[KernelHeader("linux/netlink.h")]
internal static class LinuxNetlinkGroups
{
    public const int NETLINK_ADD_MEMBERSHIP = 1;
    public const int NETLINK_LISTEN_ALL_NSID = 8;
}

/// <summary>Multicast groups of NETLINK_ROUTE, and the messages that come through them alone.</summary>
[KernelHeader("linux/rtnetlink.h")]
internal static class LinuxRtnetlinkEvents
{
    public const int RTNLGRP_LINK = 1;
    public const int RTNLGRP_NEIGH = 3;
    public const int RTNLGRP_IPV4_IFADDR = 5;
    public const int RTNLGRP_IPV4_ROUTE = 7;
    public const int RTNLGRP_IPV4_RULE = 8;
    public const int RTNLGRP_IPV6_IFADDR = 9;
    public const int RTNLGRP_IPV6_ROUTE = 11;
    public const int RTNLGRP_IPV6_RULE = 19;
    public const int RTNLGRP_IPV4_NETCONF = 24;
    public const int RTNLGRP_IPV6_NETCONF = 25;
    public const int RTNLGRP_NSID = 28;
    public const int RTNLGRP_NEXTHOP = 32;

    public const ushort RTM_DELADDR = 21;
    public const ushort RTM_DELROUTE = 25;
    public const ushort RTM_DELNEIGH = 29;
    public const ushort RTM_DELRULE = 33;
    public const ushort RTM_NEWNETCONF = 80;
    public const ushort RTM_DELNETCONF = 81;
    public const ushort RTM_DELNSID = 89;
    public const ushort RTM_NEWNEXTHOP = 104;
    public const ushort RTM_DELNEXTHOP = 105;
}
