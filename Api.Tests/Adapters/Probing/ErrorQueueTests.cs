using System.Net;
using FsCheck.Xunit;
using NetApi.Adapters.Probing;
using NetApi.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Adapters.Probing;

public class ErrorQueueTests
{
    // What recvmsg gave for a UDP datagram to a closed port of 10.99.2.2: cmsghdr (48 bytes, IPPROTO_IP, IP_RECVERR),
    // sock_extended_err (ECONNREFUSED, ICMP 3/3), sockaddr_in.
    private static readonly byte[] PortUnreachable = Convert.FromHexString(
        "3000000000000000" + "00000000" + "0b000000" + "6f000000" + "02030300" + "00000000" + "00000000" + "02000000" + "0a630202" + "0000000000000000");

    [Fact]
    public void Decode_OfAPortUnreachable_SaysWhatAndWho() =>
        Assert.Equal(new IcmpError(3, 3, IPAddress.Parse("10.99.2.2")), ErrorQueue.Decode(PortUnreachable));

    [Fact]
    public void Decode_OfALaterMessage_SkipsTheOthers()
    {
        byte[] timestamp = [.. BitConverter.GetBytes(20L), .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(29), 1, 2, 3, 4, 0, 0, 0, 0];
        Assert.Equal(new IcmpError(3, 3, IPAddress.Parse("10.99.2.2")), ErrorQueue.Decode([.. timestamp, .. PortUnreachable]));
    }

    [Fact]
    public void Decode_OfALocalError_IsNull()
    {
        var local = PortUnreachable.ToArray();
        local[20] = 1; // SO_EE_ORIGIN_LOCAL
        Assert.Null(ErrorQueue.Decode(local));
    }

    [Fact]
    public void Decode_OfEveryCutMessage_IsNull()
    {
        for (var length = 0; length < PortUnreachable.Length; length++)
            Assert.Null(ErrorQueue.Decode(PortUnreachable.AsSpan(0, length)));
    }

    [Property(MaxTest = 2_000)]
    public void Decode_OfRandomBytes_EndsWithoutAnException(byte[] noise, byte at, byte value)
    {
        _ = ErrorQueue.Decode(noise);
        var mutated = PortUnreachable.ToArray();
        mutated[at % mutated.Length] = value;
        var error = ErrorQueue.Decode(mutated);
        Assert.True(error is null || error.Name.Length > 0);
    }
}
