using System.Text.Json;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineEventTests
{
    private const string Id = "f06013612b0765e15597c0a0f8f65455fc05d220479e1e2ebdbb6ec6390fc86a";

    [Theory]
    // Docker 20.10 (API 1.41), with the fields that API 1.52 dropped, and 28.5.
    [InlineData($$$"""{"status":"start","id":"{{{Id}}}","from":"netapi/busybox:1","Type":"container","Action":"start","Actor":{"ID":"{{{Id}}}","Attributes":{"image":"netapi/busybox:1","name":"o1"}},"scope":"local","time":1795573854,"timeNano":1795573854310902018}""")]
    [InlineData($$$"""{"Type":"container","Action":"start","Actor":{"ID":"{{{Id}}}","Attributes":{"image":"netapi/busybox:1","name":"o1"}},"scope":"local","time":1795573854,"timeNano":1795573854310902018}""")]
    public void Parse_LineOfAnEngine_ReadsIt(string line)
    {
        var read = EngineEvent.Parse(line);
        Assert.Equal(new EngineEvent("container", "start", Id, null, 1795573854310902018), read);
        Assert.Equal(DateTimeOffset.Parse("2026-11-25T02:30:54.3109020Z"), read.Time);
        Assert.Equal([EngineSubject.Container(Id)], read.Subjects());
        Assert.Equal(new EngineCause("start", "container", Id, read.Time), read.Cause);
    }

    [Fact]
    public void Parse_NetworkThatIsConnected_NamesTheContainerToo()
    {
        var read = EngineEvent.Parse($$$"""{"Type":"network","Action":"connect","Actor":{"ID":"r6b6pdjo4p9e5yelxi2zq1g86","Attributes":{"container":"{{{Id}}}","name":"ov","type":"overlay"}},"time":1795573854}""");
        Assert.Equal([EngineSubject.Networks, EngineSubject.Container(Id)], read.Subjects());
        Assert.Equal(1795573854000000000, read.TimeNano);
    }

    [Theory]
    [InlineData("container", "exec_start: curl -f http://localhost/", Id)]
    [InlineData("container", "health_status: healthy", Id)]
    [InlineData("container", "kill", Id)]
    [InlineData("container", "prune", "")]
    [InlineData("container", "start", "../../images/json")]
    [InlineData("image", "pull", "busybox")]
    [InlineData("volume", "create", "v")]
    [InlineData("", "", "")]
    public void Subjects_EventOfNoConsequence_HasNone(string type, string action, string actor) =>
        Assert.Empty(new EngineEvent(type, action, actor, null, 1).Subjects());

    [Theory]
    [InlineData("create")]
    [InlineData("start")]
    [InlineData("die")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("pause")]
    [InlineData("unpause")]
    [InlineData("rename")]
    [InlineData("update")]
    [InlineData("destroy")]
    [InlineData("something new")]
    public void Subjects_EventOfAContainer_IsTheContainer(string action) =>
        Assert.Equal([EngineSubject.Container(Id)], new EngineEvent("container", action, Id, null, 1).Subjects());

    [Theory]
    [InlineData("daemon", "reload")]
    [InlineData("node", "update")]
    public void Subjects_EventOfTheEngine_IsItsSettings(string type, string action) =>
        Assert.Equal([EngineSubject.Settings], new EngineEvent(type, action, "x", null, 1).Subjects());

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("<html>")]
    public void Parse_SomethingElse_Throws(string line) => Assert.Throws<JsonException>(() => EngineEvent.Parse(line));
}
