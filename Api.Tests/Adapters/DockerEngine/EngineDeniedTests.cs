using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

[SupportedOSPlatform("linux")]
public sealed partial class EngineDeniedTests
{
    private const uint Nobody = 65534;

    [Fact]
    public void Explain_SocketThatMayNotBeOpened_IsDeniedAndSaysWhoMay()
    {
        var options = EngineOptions.Parse("/var/run/docker.sock");
        var cause = new HttpRequestException("Connection failed.", new SocketException((int)SocketError.AccessDenied));
        var failure = Assert.IsType<EngineUnavailableException>(EngineFaults.Explain(cause, options, "list containers"));
        Assert.Equal(EngineUnavailableReason.Denied, failure.Reason);
        Assert.Contains("/var/run/docker.sock", failure.Message, StringComparison.Ordinal);
        Assert.Contains("group", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_FailureThatIsNotTheEngines_IsLeftAlone() =>
        Assert.Null(EngineFaults.Explain(new InvalidOperationException("a bug"), EngineOptions.Parse(null), "list containers"));

    [Fact]
    [Trait("Ring", "Privileged")]
    public void GetVersion_SocketOfRootAskedByNobody_IsDenied()
    {
        Ring.Privileged();
        using var listener = new UnixListener();
        listener.Listen(backlog: 16);
        File.SetUnixFileMode(listener.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        EngineUnavailableException? failure = null;
        // The kernel checks connect(2) on a path by the thread's own fsuid, so that only this thread is nobody.
        var nobody = new Thread(() =>
        {
            _ = SetFileSystemUser(Nobody);
            using var engine = listener.Connect(TimeSpan.FromSeconds(5));
            failure = Assert.Throws<EngineUnavailableException>(() => { engine.GetVersionAsync(CancellationToken.None).GetAwaiter().GetResult(); });
        });
        nobody.Start();
        nobody.Join();
        Assert.Equal(EngineUnavailableReason.Denied, failure?.Reason);
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
