using FsCheck.Xunit;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Procfs;

public sealed class SocketTableTests
{
    [Theory]
    [InlineData("docker-20.10-tcp.txt", TransportProtocol.Tcp, "192.0.2.10:7000 0.0.0.0:8000 0.0.0.0:8100 0.0.0.0:8101")]
    [InlineData("docker-20.10-tcp6.txt", TransportProtocol.Tcp, ":::8000 :::8100 :::8101")]
    [InlineData("docker-20.10-udp.txt", TransportProtocol.Udp, "0.0.0.0:53")]
    [InlineData("docker-20.10-udp6.txt", TransportProtocol.Udp, ":::53")]
    public void Parse_Captured_DecodesAddressesAndPorts(string file, TransportProtocol protocol, string expected)
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "the captures are a little-endian machine's");

        var sockets = SocketTable.Parse(Captured.Text("procfs", file), protocol).ToList();

        Assert.Equal(expected, string.Join(' ', sockets.Select(s => $"{s.Address}:{s.Port}")));
        Assert.All(sockets, s => Assert.NotEqual(0UL, s.Inode));
    }

    [Theory]
    [InlineData("0000000000000000FFFF00000100007F", "127.0.0.1")]
    [InlineData("00000000000000000000000001000000", "::1")]
    [InlineData("B80D0120000000000000000001000000", "2001:db8::1")]
    public void Parse_Ipv6Words_AreHostNumbersAndMappedOnesIpv4(string words, string expected)
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "the words are a little-endian machine's");

        var socket = Assert.Single(SocketTable.Parse(Line($"{words}:0050", "0A"), TransportProtocol.Tcp));

        Assert.Equal(expected, socket.Address.ToString());
    }

    [Theory]
    [InlineData("01", TransportProtocol.Tcp)]
    [InlineData("07", TransportProtocol.Tcp)]
    [InlineData("01", TransportProtocol.Udp)]
    [InlineData("0A", TransportProtocol.Udp)]
    public void Parse_SocketThatDoesNotWait_IsLeftOut(string state, TransportProtocol protocol) =>
        Assert.Empty(SocketTable.Parse(Line("00000000:0050", state), protocol));

    [Fact]
    public void ParseSctpEndpoints_TwoAddresses_AreTwoSockets()
    {
        const string text = " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n"
            + "ffff8880 ffff8881 2   10  29   11250     0 19513 *10.0.0.1 fd00::1 \n";

        Assert.Equal(["10.0.0.1 11250 19513", "fd00::1 11250 19513"], SocketTable.ParseSctpEndpoints(text).Select(s => $"{s.Address} {s.Port} {s.Inode}"));
    }

    [Property]
    public bool Parse_AnyText_NeverThrows(string? text) =>
        SocketTable.Parse(text ?? "", TransportProtocol.Tcp).Concat(SocketTable.ParseSctpEndpoints(text ?? "")).All(s => s.Port is >= 0 and <= ushort.MaxValue);

    private static string Line(string local, string state) =>
        $"   0: {local} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000     0        0 15780 1 0 100 0 0 10 0\n";
}
