using Microsoft.Extensions.Time.Testing;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineRetriesTests
{
    private static readonly EngineSubject A = EngineSubject.Container("a");
    private static readonly EngineSubject B = EngineSubject.Settings;

    private readonly FakeTimeProvider _clock = new();
    private readonly List<EngineSubject> _marked = [];

    [Fact]
    public void Note_ReadingThatStaysHidden_IsAskedForLaterEachTimeUpToAMinute()
    {
        using var retries = new EngineRetries(_clock, _marked.Add);
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            _marked.Clear();
            retries.Note(A, isHidden: true);
            _clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            Assert.Empty(_marked);
            _clock.Advance(TimeSpan.FromTicks(1));
            Assert.Equal([A], _marked);
            // Its reading is under way, and may take long.
            _clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal([A], _marked);
        }
    }

    [Fact]
    public void Note_ReadingThatShowsIt_EndsItAndTheNextFailureIsTheFirstAgain()
    {
        using var retries = new EngineRetries(_clock, _marked.Add);
        retries.Note(A, isHidden: true);
        retries.Note(A, isHidden: true);
        retries.Note(A, isHidden: false);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_marked);
        retries.Note(A, isHidden: true);
        _clock.Advance(EngineRetries.FirstPause);
        Assert.Equal([A], _marked);
    }

    [Fact]
    public void Note_Subjects_HaveTheirOwnPauses()
    {
        using var retries = new EngineRetries(_clock, _marked.Add);
        retries.Note(A, isHidden: true);
        retries.Note(A, isHidden: true);
        retries.Note(B, isHidden: true);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([B], _marked);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([B, A], _marked);
    }

    [Fact]
    public void Dispose_WhatWaits_IsNotAskedForAnyMore()
    {
        var retries = new EngineRetries(_clock, _marked.Add);
        retries.Note(A, isHidden: true);
        retries.Dispose();
        retries.Note(A, isHidden: true);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_marked);
    }
}
