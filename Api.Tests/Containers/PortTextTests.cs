using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using NetApi.Containers;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class PortTextTests
{
    [Theory]
    [InlineData("80", 80, 1)]
    [InlineData("1", 1, 1)]
    [InlineData("65535", 65535, 1)]
    [InlineData("8000-8003", 8000, 4)]
    [InlineData("80-80", 80, 1)]
    [InlineData("0080", 80, 1)]
    [InlineData("1-65535", 1, 65535)]
    public void TryRead_PortOrRange_IsRead(string text, int first, int count)
    {
        Assert.True(new PortText(text).TryRead(1, out var range));
        Assert.Equal(new PortRange(first, count), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("99999999999")]
    [InlineData("80-79")]
    [InlineData("80-")]
    [InlineData("-80")]
    [InlineData("80-81-82")]
    [InlineData("0-3")]
    [InlineData("80.0")]
    [InlineData("8e1")]
    [InlineData("+80")]
    [InlineData(" 80")]
    [InlineData("http")]
    [InlineData("٨٠")]
    public void TryRead_AnythingElse_IsRefused(string text) => Assert.False(new PortText(text).TryRead(1, out _));

    [Fact]
    public void TryRead_ZeroWhereItIsAllowed_IsRead() => Assert.True(new PortText("0").TryRead(0, out _));

    [Theory]
    [InlineData("8000", "8000")]
    [InlineData("\"8000\"", "8000")]
    [InlineData("\"8000-8003\"", "\"8000-8003\"")]
    [InlineData("-1", "\"-1\"")]
    [InlineData("1.5", "\"1.5\"")]
    public void Json_NumberOrString_KeepsWhatWasWritten(string json, string written) =>
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize<PortText>(json)));

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[80]")]
    public void Json_AnotherType_IsRefused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PortText>(json));

    // A large body arrives in pieces, and a number may lie across two of them.
    [Property]
    public void Json_NumberAcrossTwoSegments_IsReadWhole(ushort port, byte cut)
    {
        var json = Encoding.UTF8.GetBytes($"[{port}]");
        var first = new Segment(json.AsMemory(0, cut % json.Length));
        var last = first.Append(json.AsMemory(cut % json.Length));
        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
        Assert.Equal($"{port}", Assert.Single(JsonSerializer.Deserialize<PortText[]>(ref reader)!).Text);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
