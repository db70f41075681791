using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:2e0a60db6daab7b3d4027ae7984023e662218176d3a3e9a1120ef779761ae75b";

    [Theory]
    [InlineData("nginx", "nginx", "latest", null, "latest")]
    [InlineData("nginx:1.27", "nginx", "1.27", null, "1.27")]
    [InlineData("library/nginx", "library/nginx", "latest", null, "latest")]
    [InlineData("127.0.0.1:5000/x/y:1", "127.0.0.1:5000/x/y", "1", null, "1")]
    [InlineData("127.0.0.1:5000/x", "127.0.0.1:5000/x", "latest", null, "latest")]
    [InlineData("[::1]:5000/x:1", "[::1]:5000/x", "1", null, "1")]
    [InlineData("localhost/a__b/c-d.e:V_1.2-3", "localhost/a__b/c-d.e", "V_1.2-3", null, "V_1.2-3")]
    [InlineData("Registry.Example/team/web", "Registry.Example/team/web", "latest", null, "latest")]
    [InlineData("nginx@" + Digest, "nginx", null, Digest, Digest)]
    [InlineData("host:5000/nginx:1@" + Digest, "host:5000/nginx", "1", Digest, Digest)]
    public void Parse_Reference_TakesItApart(string text, string name, string? tag, string? digest, string pullTag)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal((name, tag, digest, pullTag), (reference.Name, reference.Tag, reference.Digest, reference.PullTag));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" nginx")]
    [InlineData("Nginx")]
    [InlineData("nginx:")]
    [InlineData("nginx:-x")]
    [InlineData("nginx@sha256:123")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("../containers/json?all=1#")]
    [InlineData("x/../../containers")]
    [InlineData("nginx:1\n")]
    [InlineData("a..b")]
    public void TryParse_NoReference_IsFalse(string text)
    {
        Assert.False(ImageReference.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ImageReference.Parse(text));
    }

    [Fact]
    public void TryParse_NameOver255_IsFalse()
    {
        Assert.True(ImageReference.TryParse(new string('a', 255), out _));
        Assert.False(ImageReference.TryParse(new string('a', 256), out _));
    }

    [Theory]
    [InlineData("nginx", "nginx:latest")]
    [InlineData("127.0.0.1:5000/x/y:1@" + Digest, "127.0.0.1:5000/x/y:1@" + Digest)]
    public void ToString_Reference_IsWhole(string text, string whole) => Assert.Equal(whole, ImageReference.Parse(text).ToString());
}
