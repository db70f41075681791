using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using Xunit;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Tests.Adapters.Netlink.Scripted;

namespace NetApi.Tests.Adapters.Netlink;

public class NetlinkSocketTests
{
    [Fact]
    public void Dump_MultipartInSeveralDatagrams_GivesAllInOrder()
    {
        var dump = Dump(out _, r => [ScriptedDatagram.Of(Nsid(r, 1), Nsid(r, 2)), ScriptedDatagram.Of(Nsid(r, 3)), ScriptedDatagram.Of(Done(r))]);
        Assert.Equal([1, 2, 3], dump.Items.Select(i => i.Value));
        Assert.False(dump.IsInterrupted);
    }

    [Fact]
    public void Dump_DoneInTheSameDatagram_EndsThere()
    {
        var dump = Dump(out _, r => [ScriptedDatagram.Of(Nsid(r, 1), Done(r))]);
        Assert.Equal([1], dump.Items.Select(i => i.Value));
    }

    [Fact]
    public void Dump_DoneMissing_IsATimeoutAndNoHang()
    {
        var failure = Assert.Throws<NetlinkException>(() => Dump(out _, r => [ScriptedDatagram.Of(Nsid(r, 1))]));
        Assert.Equal("EAGAIN", failure.ErrnoName);
    }

    [Fact]
    public void Dump_MessagesOfAnotherSequence_AreLeftOut()
    {
        var dump = Dump(out _, r => [ScriptedDatagram.Of(Nsid(r with { nlmsg_seq = r.nlmsg_seq - 1 }, 9), Done(r with { nlmsg_seq = 77 }), Nsid(r, 1)), ScriptedDatagram.Of(Done(r))]);
        Assert.Equal([1], dump.Items.Select(i => i.Value));
    }

    [Fact]
    public void Dump_MessagesForAnotherPort_AreLeftOut()
    {
        var dump = Dump(out _, r => [ScriptedDatagram.Of(Nsid(r with { nlmsg_pid = 1 }, 9)), ScriptedDatagram.Of(Nsid(r, 1), Done(r))]);
        Assert.Equal([1], dump.Items.Select(i => i.Value));
    }

    [Fact]
    public void Dump_DatagramOfAnotherProcess_IsLeftOut()
    {
        var dump = Dump(out _, r => [ScriptedDatagram.Of(Nsid(r, 9), Done(r)) with { Sender = 1234 }, ScriptedDatagram.Of(Nsid(r, 1), Done(r))]);
        Assert.Equal([1], dump.Items.Select(i => i.Value));
    }

    [Fact]
    public void Dump_InterruptedOnce_IsAskedAgain()
    {
        var dump = Dump(
            out var transport,
            r => [ScriptedDatagram.Of(Nsid(r, 1, NLM_F_MULTI | NLM_F_DUMP_INTR), Nsid(r, 2), Done(r))],
            r => [ScriptedDatagram.Of(Nsid(r, 3), Done(r))]);
        Assert.Equal([3], dump.Items.Select(i => i.Value));
        Assert.False(dump.IsInterrupted);
        Assert.Equal(2, transport.Requests.Count);
    }

    [Fact]
    public void Dump_InterruptedFlagOnlyOnDone_IsSeen()
    {
        var dump = Dump(
            out var transport,
            r => [ScriptedDatagram.Of(Nsid(r, 1), Done(r, flags: NLM_F_MULTI | NLM_F_DUMP_INTR))],
            r => [ScriptedDatagram.Of(Nsid(r, 2), Done(r))]);
        Assert.Equal([2], dump.Items.Select(i => i.Value));
        Assert.Equal(2, transport.Requests.Count);
    }

    [Fact]
    public void Dump_InterruptedAlways_EndsMarkedWithItsData()
    {
        var reply = new ScriptedTransport.Reply(r => [ScriptedDatagram.Of(Nsid(r, 1), Done(r, flags: NLM_F_MULTI | NLM_F_DUMP_INTR))]);
        var dump = Dump(out var transport, [.. Enumerable.Repeat(reply, 100)]);
        Assert.True(dump.IsInterrupted);
        Assert.Equal([1], dump.Items.Select(i => i.Value));
        Assert.InRange(transport.Requests.Count, 2, 20);
    }

    [Fact]
    public void Dump_ErrorInDone_IsThrown()
    {
        var failure = Assert.Throws<NetlinkException>(() => Dump(out _, r => [ScriptedDatagram.Of(Nsid(r, 1), Done(r, -LinuxErrno.ENOMEM))]));
        Assert.Equal("ENOMEM", failure.ErrnoName);
    }

    [Fact]
    public void Dump_Overrun_IsThrownAsLoss()
    {
        var failure = Assert.Throws<NetlinkException>(() => Dump(out _, r => [ScriptedDatagram.Of(Message(r, NLMSG_OVERRUN, []))]));
        Assert.Equal("ENOBUFS", failure.ErrnoName);
    }

    [Fact]
    public void Dump_DatagramLargerThanTheBuffer_IsThrownAsTruncated()
    {
        var failure = Assert.Throws<NetlinkException>(() => Dump(out _, r => [ScriptedDatagram.Of(Message(r, LinuxRtnetlink.RTM_NEWNSID, new byte[40_000]))]));
        Assert.Equal("EMSGSIZE", failure.ErrnoName);
    }

    [Fact]
    public void Dump_MalformedDatagram_IsThrownAndTheNextConversationWorks()
    {
        using var transport = new ScriptedTransport(
            r => [new ScriptedDatagram([.. Nsid(r, 1), 1, 2, 3]), ScriptedDatagram.Of(Done(r))],
            r => [ScriptedDatagram.Of(Nsid(r, 2), Done(r))]);
        using var socket = new NetlinkSocket(transport);
        Assert.Throws<NetlinkFormatException>(() => socket.Dump(Request(NLM_F_DUMP), NsidDecoder.Decode));
        Assert.Equal([2], socket.Dump(Request(NLM_F_DUMP), NsidDecoder.Decode).Items.Select(i => i.Value));
    }

    [Fact]
    public void Execute_Acknowledged_Returns()
    {
        using var transport = new ScriptedTransport(r => [ScriptedDatagram.Of(Error(r, 0))]);
        using (var socket = new NetlinkSocket(transport))
            socket.Execute(Request(NLM_F_ACK));
        Assert.Equal(NLM_F_REQUEST | NLM_F_ACK, BitConverter.ToUInt16(Assert.Single(transport.Requests), 6));
        Assert.True(transport.IsDisposed);
    }

    [Fact]
    public void Execute_RefusedWithExtendedAck_CarriesTheKernelsWords()
    {
        byte[] attributes = [9, 0, 1, 0, .. "busy"u8, 0, 0, 0, 0, 8, 0, 2, 0, 20, 0, 0, 0, 6, 0, 99, 0, 1, 2, 0, 0];
        using var socket = new NetlinkSocket(new ScriptedTransport(r => [ScriptedDatagram.Of(Error(r, -LinuxErrno.EBUSY, attributes))]));
        var failure = Assert.Throws<NetlinkException>(() => socket.Execute(Request(NLM_F_ACK)));
        Assert.Equal(("RTM_GETNSID", LinuxErrno.EBUSY, "EBUSY", "busy", 20u), (failure.Operation, failure.Errno, failure.ErrnoName, failure.KernelMessage, failure.Offset));
        Assert.Equal("RTM_GETNSID: EBUSY (Device or resource busy): busy (at byte 20 of the request)", failure.Message);
    }

    [Fact]
    public void Execute_RefusedWithTheWholeRequestQuoted_FindsTheWordsBehindIt()
    {
        using var socket = new NetlinkSocket(new ScriptedTransport(r =>
            [ScriptedDatagram.Of(Message(
                r,
                NLMSG_ERROR,
                [.. BitConverter.GetBytes(-LinuxErrno.EPERM), .. BitConverter.GetBytes(20), .. new byte[16], 7, 0, 1, 0, .. "no"u8, 0, 0],
                NLM_F_ACK_TLVS))]));
        var failure = Assert.Throws<NetlinkException>(() => socket.Execute(Request(NLM_F_ACK)));
        Assert.Equal(("EPERM", "no", true), (failure.ErrnoName, failure.KernelMessage, failure.IsPermission));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MinValue)]
    public void Execute_ErrnoThatIsNone_IsMalformed(int errno)
    {
        using var socket = new NetlinkSocket(new ScriptedTransport(r => [ScriptedDatagram.Of(Error(r, errno))]));
        Assert.Throws<NetlinkFormatException>(() => socket.Execute(Request(NLM_F_ACK)));
    }

    [Fact]
    public void Get_AnswerThenAcknowledgement_GivesTheAnswer()
    {
        using var socket = new NetlinkSocket(new ScriptedTransport(r => [ScriptedDatagram.Of(Nsid(r, 5, 0)), ScriptedDatagram.Of(Error(r, 0))]));
        Assert.Equal(5, Assert.Single(socket.Get(Request(NLM_F_ACK), NsidDecoder.Decode)).Value);
    }

    private static NetlinkRequest Request(ushort flags) => NetlinkRequest.Create("RTM_GETNSID", LinuxRtnetlink.RTM_GETNSID, flags, default(rtgenmsg));

    private static Dump<Nsid> Dump(out ScriptedTransport transport, params ScriptedTransport.Reply[] replies)
    {
        transport = new ScriptedTransport(replies);
        using var socket = new NetlinkSocket(transport);
        return socket.Dump(Request(NLM_F_DUMP), NsidDecoder.Decode);
    }
}
