using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineOptionsTests
{
    [Theory]
    [InlineData(null, "/var/run/docker.sock")]
    [InlineData("", "/var/run/docker.sock")]
    [InlineData("unix:///run/user/1000/docker.sock", "/run/user/1000/docker.sock")]
    [InlineData(" unix:///run/d.sock ", "/run/d.sock")]
    [InlineData("/run/bare.sock", "/run/bare.sock")]
    [InlineData("/run/odd #1?%20/d.sock", "/run/odd #1?%20/d.sock")]
    public void Parse_Socket_KeepsThePath(string? dockerHost, string path)
    {
        var options = EngineOptions.Parse(dockerHost);
        Assert.Equal("unix", options.Endpoint.Scheme);
        Assert.Equal(path, options.Endpoint.LocalPath);
        Assert.True(options.IsUnixSocket);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:2376", "127.0.0.1", 2376)]
    [InlineData("tcp://localhost", "localhost", 2375)]
    [InlineData("tcp://[::1]:2375/", "[::1]", 2375)]
    [InlineData("http://127.0.0.1:2375", "127.0.0.1", 2375)]
    public void Parse_Tcp_KeepsHostAndPort(string dockerHost, string host, int port)
    {
        var endpoint = EngineOptions.Parse(dockerHost).Endpoint;
        Assert.Equal(("tcp", host, port), (endpoint.Scheme, endpoint.Host, endpoint.Port));
    }

    [Theory]
    [InlineData("npipe:////./pipe/docker_engine", "named pipes")]
    [InlineData("ssh://root@host", "ssh")]
    [InlineData("https://host:2376", "'https' is not supported")]
    [InlineData("unix://run/docker.sock", "absolute")]
    [InlineData("unix:///", "absolute")]
    [InlineData("tcp://127.0.0.1:2375/path", "nothing else")]
    [InlineData("tcp://192.0.2.7:2375", "192.0.2.7 is not loopback")]
    [InlineData("tcp://0.0.0.0:2375", "not loopback")]
    [InlineData("tcp://[2001:db8::7]:2375", "not loopback")]
    [InlineData("http://docker.internal", "docker.internal is not loopback")]
    [InlineData("docker.sock", "no address")]
    public void Parse_UnusableHost_SaysWhy(string dockerHost, string why)
    {
        var failure = Assert.Throws<FormatException>(() => EngineOptions.Parse(dockerHost));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Contains(dockerHost, failure.Message, StringComparison.Ordinal);
    }
}
