using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Netlink.SockDiag;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

/// <summary>Whatever the bytes are, decoding ends, stays inside of them, and complains with one named exception only.</summary>
public class MalformedInputTests
{
    private static readonly string[] Captures = ["link.bin", "addr.bin", "route.bin", "rule.bin", "neigh.bin", "fdb.bin", "netconf.bin", "tcp.bin", "udp.bin"];

    public static TheoryData<string> Files { get; } = [.. Captures];

    [Theory]
    [MemberData(nameof(Files))]
    public void Capture_TruncatedAtEveryLength_IsRefusedOrReadUpToAMessageEnd(string name)
    {
        var whole = Capture.Bytes(name);
        var ends = MessageEnds(whole);
        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(ends.Contains(length), DecodesExactly(whole.AsSpan(0, length), DecoderOf(name)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Message_CutAtEveryLengthWithItsHeaderAdjusted_IsReadOrRefused(string name)
    {
        var whole = Capture.Bytes(name);
        var start = 0;
        foreach (var end in MessageEnds(whole).Where(e => e > 0))
        {
            for (var length = 16; length <= end - start; length++)
            {
                var cut = whole.AsSpan(start, length).ToArray();
                BitConverter.TryWriteBytes(cut, length);
                DecodesExactly(cut, DecoderOf(name));
            }
            start = end;
        }
        Assert.Equal(whole.Length, start);
    }

    [Property(MaxTest = 2000)]
    public void Random_bytes_are_read_or_refused(byte[] bytes)
    {
        DecodesExactly(bytes, Routing);
        DecodesExactly(bytes, Sockets);
    }

    [Property(MaxTest = 2000)]
    public Property Captures_with_changed_bytes_are_read_or_refused() => Prop.ForAll(Mutations().ToArbitrary(), bytes =>
    {
        DecodesExactly(bytes, Routing);
        DecodesExactly(bytes, Sockets);
    });

    // The bytes are copied to the end of an exact array: a read past it would throw something else than the named exception.
    private static bool DecodesExactly(ReadOnlySpan<byte> bytes, MessageDecoder<object> decode)
    {
        var exact = bytes.ToArray();
        try
        {
            Capture.Decode(exact, decode);
            return true;
        }
        catch (NetlinkFormatException)
        {
            return false;
        }
    }

    // Two protocols, whose message types have the same numbers.
    private static MessageDecoder<object> DecoderOf(string name) => name is "tcp.bin" or "udp.bin" ? Sockets : Routing;

    private static object? Sockets(NetlinkMessage message) => SocketDecoder.Decode(message, default, TransportProtocol.Tcp);

    private static object? Routing(NetlinkMessage message) =>
        LinkDecoder.Decode(message) ?? (object?)VlanDecoder.Decode(message) ?? AddressDecoder.Decode(message, default, default) ?? RouteDecoder.Decode(message, default)
        ?? RuleDecoder.Decode(message, default) ?? NeighbourDecoder.Decode(message, default) ?? FdbDecoder.Decode(message, default)
        ?? NsidDecoder.Decode(message) ?? (object?)RawNetconf.Decode(message) ?? (object?)NeighbourTable.Decode(message);

    private static HashSet<int> MessageEnds(byte[] bytes)
    {
        var ends = new HashSet<int> { 0 };
        for (var at = 0; at < bytes.Length; ends.Add(at))
            at += (BitConverter.ToInt32(bytes, at) + 3) & ~3;
        return ends;
    }

    private static Gen<byte[]> Mutations() =>
        from name in Gen.Elements(Captures)
        let original = Capture.Bytes(name)
        from changes in Gen.ListOf(
            from at in Gen.Choose(0, original.Length - 1)
            from value in Gen.Frequency((3, Gen.Choose(0, 255)), (2, Gen.Elements(0, 1, 3, 4, 255)))
            select (at, value))
        from length in Gen.Frequency((4, Gen.Constant(original.Length)), (1, Gen.Choose(0, original.Length)))
        select Mutate(original, changes, length);

    private static byte[] Mutate(byte[] original, IEnumerable<(int At, int Value)> changes, int length)
    {
        var bytes = original.ToArray();
        foreach (var (at, value) in changes)
            bytes[at] = (byte)value;
        return bytes[..length];
    }
}
