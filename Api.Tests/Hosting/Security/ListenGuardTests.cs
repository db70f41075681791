using Microsoft.Extensions.Configuration;
using NetApi.Hosting;
using NetApi.Hosting.Security;
using Xunit;

namespace NetApi.Tests.Hosting.Security;

public sealed class ListenGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8420")]
    [InlineData("http://127.0.0.2:8420")]
    [InlineData("http://[::1]:8420")]
    [InlineData("http://localhost:8420")]
    [InlineData("http://LOCALHOST:8420")]
    [InlineData("http://unix:/run/netapi.sock")]
    [InlineData("https://0.0.0.0:8443")]
    [InlineData("https://*:8443")]
    [InlineData("HTTPS://+:8443")]
    [InlineData("http://127.0.0.1:8420;https://192.0.2.10:8443")]
    [InlineData("")]
    public void Check_LoopbackOrTls_IsFine(string urls) => ListenGuard.Check(With(("urls", urls)), new NetApiOptions());

    [Theory]
    [InlineData("http://0.0.0.0:8420")]
    [InlineData("http://0:8420")]
    [InlineData("http://[::]:8420")]
    [InlineData("http://*:8420")]
    [InlineData("http://+:8420")]
    [InlineData("http://192.0.2.10:8420")]
    [InlineData("http://netapi.example:8420")]
    [InlineData("http://localhost.example:8420")]
    [InlineData("HTTP://0.0.0.0:8420")]
    [InlineData("http://127.0.0.1:8420; http://0.0.0.0:8421")]
    public void Check_AnotherAddressWithoutTls_IsRefused(string urls)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => ListenGuard.Check(With(("urls", urls)), new NetApiOptions()));
        Assert.Contains("without TLS", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("NetApi__AllowPlainHttp=true", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralExposed_NamesThemAndNotTheOthers()
    {
        var refusal = Assert.Throws<StartRefusedException>(() =>
            ListenGuard.Check(With(("urls", "http://0.0.0.0:1;http://127.0.0.1:2"), ("Kestrel:Endpoints:Lan:Url", "http://192.0.2.10:3")), new NetApiOptions()));
        Assert.StartsWith("NetApi would listen on http://0.0.0.0:1, http://192.0.2.10:3 without TLS", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ExposedOnPurpose_IsFine() => ListenGuard.Check(With(("urls", "http://0.0.0.0:8420")), new NetApiOptions { AllowPlainHttp = true });

    [Fact]
    public void Check_KestrelEndpoint_CountsToo() =>
        Assert.Throws<StartRefusedException>(() => ListenGuard.Check(With(("Kestrel:Endpoints:Lan:Url", "http://*:80")), new NetApiOptions()));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:8420")]
    public void Check_NoAddress_IsRefusedInWords(string urls)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => ListenGuard.Check(With(("urls", urls)), new NetApiOptions()));
        Assert.StartsWith($"'{urls}' is no address to listen on", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_PortVariables_MeanEveryAddress()
    {
        Assert.Equal(["http://*:8080", "http://*:8081"], ListenGuard.Addresses(With(("http_ports", "8080;8081"))));
        Assert.Equal(["https://*:8443"], ListenGuard.Addresses(With(("https_ports", "8443"))));
    }

    [Fact]
    public void Addresses_PortVariablesBesideUrls_DoNotCount() =>
        Assert.Equal(["http://127.0.0.1:8420"], ListenGuard.Addresses(With(("urls", "http://127.0.0.1:8420"), ("http_ports", "8080"))));

    [Fact]
    public void Addresses_NothingConfigured_IsEmpty() => Assert.Empty(ListenGuard.Addresses(With()));

    private static IConfigurationRoot With(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))).Build();
}
