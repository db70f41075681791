using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>The article, every step one call of NetApi, held against what iproute2, iptables and Docker say, and against what packets do.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed class ArticleTests(LabApi api)
{
    [Fact]
    public async Task The_article_is_played_step_by_step_and_leaves_the_engine_as_it_was()
    {
        Ring.Engine();
        await using var docker = new LabDocker();
        var stateBefore = await LabState.ReadAsync(docker);
        var before = await api.PostAsync("/snapshots", 201, new { label = "before the article", reason = "test" });
        try
        {
            await PublishTheWebServer();
            await BindTheToolToOneHostAddress();
            await SeeEth0AsTheKernelDoes(docker);
            await SeeDocker0AndItsPorts(docker);
            await PairTheVeths(docker);
            await ProbeWhatIsOpenAndWhatIsNot();
            await FollowThePath(docker);
            await CompareWithBefore(before["id"]!.ToString());
            await RestartAndLookAgain(docker);
        }
        finally
        {
            await docker.DockerAsync("rm", "-f", "-v", "myweb", "mytool");
        }
        await api.DeleteAsync($"/snapshots/{before["id"]}");
        await AssertGone();
        Assert.Equal(stateBefore, await LabState.ReadAsync(docker));
    }

    private async Task PublishTheWebServer()
    {
        var web = await api.PostAsync("/containers", 201, new { name = "myweb", image = "nginx", ports = new[] { new { hostPort = 8000, containerPort = 80 } } });
        Assert.Equal("running", web["state"]!.ToString());
        Assert.Equal((bool)web["complete"]!, web["gaps"]!.AsArray().Count == 0);
        Assert.Contains(web["ports"]!.AsArray(), p => p!["hostIp"]!.ToString() == "0.0.0.0" && (int)p["hostPort"]! == 8000 && (int)p["containerPort"]! == 80);
        Assert.Contains(web["warnings"]!.AsArray(), w => w!["code"]!.ToString() == "open-to-the-outside" && w["detail"]!.ToString().Contains("8000", StringComparison.Ordinal));
    }

    private async Task BindTheToolToOneHostAddress()
    {
        var impossible = await api.PostAsync("/containers", 400, new { image = "netapi/busybox:1", ports = new[] { new { hostIp = "123.345.100.789", hostPort = 7000, containerPort = 80 } } });
        var fault = Assert.Single(impossible["errors"]!.AsArray())!;
        Assert.Equal(("/ports/0/hostIp", "malformed-address"), (fault["pointer"]!.ToString(), fault["code"]!.ToString()));

        var tool = await api.PostAsync("/containers", 201, new
        {
            name = "mytool",
            image = "netapi/busybox:1",
            tty = true,
            openStdin = true,
            ports = new[] { new { hostIp = LabApi.HostAddress, hostPort = 7000, containerPort = 80 } },
        });
        Assert.True((bool)tool["tty"]! && (bool)tool["openStdin"]!);
        Assert.Equal("running", tool["state"]!.ToString());
        Assert.Empty(tool["warnings"]!.AsArray());
    }

    private async Task SeeEth0AsTheKernelDoes(LabDocker docker)
    {
        var web = await api.GetAsync("/containers/myweb");
        var inspect = await docker.InspectAsync("container", "myweb");
        Assert.Equal(inspect.GetProperty("Id").GetString(), web["id"]!.ToString());
        var truth = (await LabApi.IpAsync(Pid(inspect), "addr", "show", "eth0"))[0]!;
        var eth0 = Assert.Single(web["interfaces"]!.AsArray())!;
        Assert.Equal("eth0", eth0["name"]!.ToString());
        Assert.Equal((int)truth["ifindex"]!, (int)eth0["index"]!);
        Assert.Equal(truth["address"]!.ToString(), eth0["mac"]!.ToString());
        Assert.Equal((int)truth["mtu"]!, (int)eth0["mtuBytes"]!);
        Assert.Equal(truth["operstate"]!.ToString().ToLowerInvariant(), eth0["state"]!.ToString());
        Assert.Equal(AddressesOf(truth), eth0["addresses"]!.AsArray().Select(a => a!.ToString()));
        Assert.Equal("docker0", eth0["bridge"]!.ToString());
        Assert.Equal("confirmed", eth0["vethPair"]!["verdict"]!.ToString());

        var netns = await api.GetAsync($"/namespaces/{web["namespace"]!["id"]}");
        var link = new FileInfo($"/proc/{Pid(inspect)}/ns/net").LinkTarget;
        Assert.Equal(link, $"net:[{netns["inode"]}]");
        Assert.Equal("container", netns["kind"]!.ToString());
        Assert.Equal("myweb", Assert.Single(netns["containers"]!.AsArray())!["name"]!.ToString());
    }

    private async Task SeeDocker0AndItsPorts(LabDocker docker)
    {
        var bridge = await api.GetAsync("/bridges/docker0");
        var truth = (await LabApi.IpAsync(null, "addr", "show", "docker0"))[0]!;
        Assert.Equal((int)truth["ifindex"]!, (int)bridge["index"]!);
        Assert.Equal(truth["address"]!.ToString(), bridge["mac"]!.ToString());
        Assert.Equal(AddressesOf(truth), bridge["addresses"]!.AsArray().Select(a => a!.ToString()));
        Assert.Equal((await docker.InspectAsync("network", "bridge")).GetProperty("Id").GetString(), bridge["network"]!["id"]!.ToString());

        var ports = JsonNode.Parse(await LabApi.RunAsync("bridge", "-j", "link"))!.AsArray().Where(p => p!["master"]!.ToString() == "docker0");
        Assert.Equal(
            ports.Select(p => $"{p!["ifname"]} {p["ifindex"]} {p["state"]}").Order(StringComparer.Ordinal),
            bridge["ports"]!.AsArray().Select(p => $"{p!["link"]} {p["index"]} {p["state"]}").Order(StringComparer.Ordinal));
        Assert.Equal(["mytool", "myweb"], bridge["ports"]!.AsArray().Select(p => p!["container"]!["name"]!.ToString()).Order(StringComparer.Ordinal));
    }

    private async Task PairTheVeths(LabDocker docker)
    {
        var pairs = (await api.GetAsync("/veth-pairs"))["items"]!.AsArray();
        foreach (var name in new[] { "myweb", "mytool" })
        {
            var pair = Assert.Single(pairs, p => p!["ends"]!.AsArray().Any(e => e!["container"]?["name"]?.ToString() == name))!;
            Assert.Equal("confirmed", pair["verdict"]!.ToString());
            var (outer, inner) = (pair["ends"]![0]!, pair["ends"]![1]!);
            Assert.Equal(("host", "container"), (outer["namespace"]!["kind"]!.ToString(), inner["namespace"]!["kind"]!.ToString()));

            // Each end names the other in the kernel's own words.
            var inside = (await LabApi.IpAsync(Pid(await docker.InspectAsync("container", name)), "link", "show", "eth0"))[0]!;
            var outside = (await LabApi.IpAsync(null, "link", "show", outer["name"]!.ToString()))[0]!;
            Assert.Equal(((int)outside["ifindex"]!, (int)inside["ifindex"]!), ((int)outer["index"]!, (int)inner["index"]!));
            Assert.Equal(((int)inside["ifindex"]!, (int)outside["ifindex"]!), ((int)outside["link_index"]!, (int)inside["link_index"]!));
            Assert.Equal((outside["address"]!.ToString(), inside["address"]!.ToString()), (outer["mac"]!.ToString(), inner["mac"]!.ToString()));
            Assert.Equal(("docker0", "docker0"), (outside["master"]!.ToString(), outer["master"]!.ToString()));
        }
    }

    private async Task ProbeWhatIsOpenAndWhatIsNot()
    {
        // A neighbour on the lab's own wire gets the page: what the probe says is what packets do.
        var neighbour = Environment.GetEnvironmentVariable("NETAPI_LAB_OUTSIDE");
        var ask = $"exec 3<>/dev/tcp/{LabApi.HostAddress}/8000; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
        var page = await LabApi.RunAsync("nsenter", $"--net=/run/netns/{neighbour}", "timeout", "5", "bash", "-c", ask);
        Assert.StartsWith("HTTP/1.1 200 OK", page, StringComparison.Ordinal);
        Assert.Contains("Server: nginx", page, StringComparison.Ordinal);

        await Probe("open", new { kind = "outside" }, new { address = LabApi.HostAddress, port = 8000 });
        await Probe("open", new { kind = "host" }, new { address = "127.0.0.1", port = 8000 });
        await Probe("open", new { kind = "container", container = "mytool" }, new { container = "myweb", port = 80 });
        // FORWARD's policy drops what no rule accepts; from the host itself there is no FORWARD, and nobody listens.
        await Probe("timedOut", new { kind = "outside" }, new { container = "myweb", port = 443 });
        await Probe("refused", new { kind = "host" }, new { container = "myweb", port = 443 });
        await Probe("refused", new { kind = "outside" }, new { address = LabApi.HostAddress, port = 7000 });
        await api.PostAsync("/reachability/probes", 403, new { vantage = new { kind = "host" }, destination = new { address = "203.0.113.77", port = 80 } });

        async Task Probe(string outcome, object vantage, object destination)
        {
            var answer = await api.PostAsync("/reachability/probes", 200, new { vantage, destination, timeoutMs = 700 });
            Assert.True(outcome == answer["outcome"]!.ToString(), $"instead of {outcome}: {answer}");
        }
    }

    private async Task FollowThePath(LabDocker docker)
    {
        var web = await api.GetAsync("/containers/myweb");
        var eth0 = web["interfaces"]![0]!;
        var address = web["networks"]![0]!["ipv4Address"]!.ToString().Split('/')[0];
        var path = await api.GetAsync("/containers/myweb/path");
        var way = path["published"]!.AsArray().Single(p => p!["hostIp"]!.ToString() == "0.0.0.0")!;
        Assert.Equal("both", way["carriedBy"]!.ToString());
        Assert.Equal(
            ["nic eth0", "dnat DOCKER", "forward DOCKER", "bridge docker0", $"vethHostEnd {eth0["vethPair"]!["hostName"]}", "vethContainerEnd eth0", "namespace myweb"],
            way["in"]!.AsArray().Select(h => $"{h!["kind"]} {h["name"]}"));
        var rules = await LabApi.RunAsync("iptables-save");
        Assert.All(way["in"]!.AsArray().Where(h => h!["rule"] is not null), h => Assert.Contains(h!["rule"]!["text"]!.ToString() + "\n", rules, StringComparison.Ordinal));
        var dnat = way["in"]!.AsArray().Single(h => h!["kind"]!.ToString() == "dnat")!["rule"]!["text"]!.ToString();
        Assert.Contains($"--dport 8000 -j DNAT --to-destination {address}:80", dnat, StringComparison.Ordinal);
        Assert.Contains(way["reply"]!.AsArray(), h => h!["kind"]!.ToString() == "conntrack");
        var masquerade = Assert.Single(path["outbound"]!.AsArray())!["hops"]!.AsArray().Single(h => h!["kind"]!.ToString() == "masquerade")!["rule"]!["text"]!.ToString();
        Assert.Contains("-s 172.17.0.0/16", masquerade, StringComparison.Ordinal);
        Assert.Contains(masquerade + "\n", rules, StringComparison.Ordinal);

        var forward = (await api.GetAsync("/port-forwards"))["items"]!.AsArray().Single(f => (int)f!["hostPort"]! == 8000 && f["hostIp"]!.ToString() == "0.0.0.0")!;
        Assert.Equal(dnat, forward["dnatRule"]!["text"]!.ToString());
        Assert.Equal("docker-proxy", (await File.ReadAllTextAsync($"/proc/{forward["dockerProxy"]!["pid"]}/comm")).Trim());
        Assert.Equal((await docker.InspectAsync("container", "myweb")).GetProperty("Id").GetString(), forward["container"]!["id"]!.ToString());
    }

    private async Task CompareWithBefore(string before)
    {
        var after = await api.PostAsync("/snapshots", 201, new { label = "after the article" });
        var changes = (await api.GetAsync($"/diff?from={before}&to={after["id"]}"))["changes"]!.AsArray();
        var summaries = changes.Select(c => c!["summary"]!.ToString()).ToList();
        Assert.Contains("port 8000/tcp of myweb is now published on 0.0.0.0", summaries);
        Assert.Contains($"port 7000/tcp of mytool is now published on {LabApi.HostAddress}", summaries);
        Assert.Contains(changes, c => c!["kind"]!.ToString() == "added" && c["entity"]!.ToString() == "container" && c["key"]!.ToString() == "myweb");
        Assert.Contains(changes, c => c!["kind"]!.ToString() == "added" && c["entity"]!.ToString() == "vethPair");
        Assert.DoesNotContain(changes.Where(IsOfThisLab), c => c!["kind"]!.ToString() == "removed");
        Assert.DoesNotContain((await api.GetAsync($"/diff?from={after["id"]}&to=live"))["changes"]!.AsArray(), IsOfThisLab);
        var newest = (await api.GetAsync("/snapshots?limit=1"))["items"]!.AsArray();
        Assert.Equal(after["id"]!.ToString(), Assert.Single(newest)!["id"]!.ToString());
        await api.DeleteAsync($"/snapshots/{after["id"]}");
        await api.SendAsync(HttpMethod.Get, $"/snapshots/{after["id"]}", 404);
    }

    private async Task RestartAndLookAgain(LabDocker docker)
    {
        var earlier = (await api.GetAsync("/containers/myweb"))["namespace"]!["id"]!.ToString();
        var restarted = await api.PostAsync("/containers/myweb/restart?timeoutSeconds=2", 200, new { });
        Assert.NotEqual(earlier, restarted["namespace"]!["id"]!.ToString());
        var eth0 = Assert.Single(restarted["interfaces"]!.AsArray())!;
        Assert.Equal("confirmed", eth0["vethPair"]!["verdict"]!.ToString());
        var truth = (await LabApi.IpAsync(Pid(await docker.InspectAsync("container", "myweb")), "addr", "show", "eth0"))[0]!;
        Assert.Equal((int)truth["ifindex"]!, (int)eth0["index"]!);

        var stopped = await api.PostAsync("/containers/myweb/stop?timeoutSeconds=2", 200, new { });
        Assert.Equal("exited", stopped["state"]!.ToString());
        Assert.Empty(stopped["interfaces"]!.AsArray());
        await api.PostAsync("/containers/myweb/start", 200, new { });
        await api.SendAsync(HttpMethod.Delete, "/containers/myweb", 409);
        await api.DeleteAsync("/containers/myweb?force=true");
        await api.DeleteAsync("/containers/mytool?force=true");
    }

    private async Task AssertGone()
    {
        await api.SendAsync(HttpMethod.Get, "/containers/myweb", 404);
        await api.SendAsync(HttpMethod.Delete, "/containers/myweb", 404);
        Assert.DoesNotContain(
            (await api.GetAsync("/namespaces"))["items"]!.AsArray(),
            n => n!["kind"]!.ToString() == "container" && n["name"]!.ToString() is "myweb" or "mytool");
    }

    // Named namespaces are the machine's: other tests make and remove theirs meanwhile.
    private static bool IsOfThisLab(JsonNode? change) => !change!["key"]!.ToString().Contains("named:", StringComparison.Ordinal);

    private static int Pid(System.Text.Json.JsonElement inspect) => inspect.GetProperty("State").GetProperty("Pid").GetInt32();

    private static IEnumerable<string> AddressesOf(JsonNode link) => link["addr_info"]!.AsArray()
        .OrderBy(a => a!["family"]!.ToString() == "inet" ? 0 : 1)
        .Select(a => string.Create(CultureInfo.InvariantCulture, $"{a!["local"]}/{a["prefixlen"]}"));
}
