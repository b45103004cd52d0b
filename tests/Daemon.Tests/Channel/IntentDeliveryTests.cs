using System.Collections.Concurrent;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel;

public sealed class IntentDeliveryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_intent_is_acknowledged_only_once_it_is_stored()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var stored = new TaskCompletionSource();
        channel.Intake.BeforeStoring = (_, _, stop) => stored.Task.WaitAsync(stop);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(plane.Intent("a", 1));
        await Eventually.TrueAsync(() => channel.Intake.Offered.Contains("a@1"), cancellationToken: Cancel);
        await session.SendAsync(new PingFrame(1));
        await session.ExpectAsync<PongFrame>();
        Assert.True(session.IsQuiet);
        stored.SetResult();

        var ack = await session.ExpectAsync<AckFrame>();
        Assert.Equal(("a", 1L, AckOutcome.Stored), (ack.Id, ack.Generation, ack.Outcome));
        Assert.Equal(channel.Intake.Held.Single().Hash, ack.Hash);
    }

    [Fact]
    public async Task Each_outcome_comes_back_as_the_intake_says()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        foreach (var (frame, outcome) in new (Frame, AckOutcome)[]
        {
            (plane.Intent("a", 2), AckOutcome.Stored),
            (plane.Intent("a", 2), AckOutcome.Unchanged),
            (plane.Intent("a", 1), AckOutcome.Stale),
            (plane.Intent("b", 1, "refuse-me"), AckOutcome.Refused),
            (plane.Removal("a", 3), AckOutcome.Stored),
        })
        {
            await session.SendAsync(frame);
            var ack = await session.ExpectAsync<AckFrame>();
            Assert.Equal(outcome, ack.Outcome);
            Assert.Equal(outcome == AckOutcome.Refused, ack.Reasons is [{ Reason: FailureReason.PolicyDenied, Path: "spec" }]);
        }
        Assert.Empty(channel.Intake.Held);
    }

    [Theory]
    [InlineData("not a jws", FailureReason.SignatureInvalid)]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", FailureReason.SignatureInvalid)]
    public async Task What_cannot_be_read_is_refused_and_the_session_goes_on(string jws, FailureReason reason)
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(new IntentFrame(jws));

        Assert.Equal(reason, Assert.Single((await session.ExpectAsync<AckFrame>()).Reasons).Reason);
        await session.SendAsync(plane.Intent("a", 1));
        Assert.Equal(AckOutcome.Stored, (await session.ExpectAsync<AckFrame>()).Outcome);
    }

    [Fact]
    public async Task A_document_over_its_limit_is_refused_by_itself()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(new IntentFrame(new string('a', Protocol.ProtocolLimits.JwsChars + 1)));

        Assert.Equal(FailureReason.TooLarge, Assert.Single((await session.ExpectAsync<AckFrame>()).Reasons).Reason);
    }

    [Fact]
    public async Task A_newer_generation_overtakes_those_that_wait_and_settles_them()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var first = new TaskCompletionSource();
        channel.Intake.BeforeStoring = (_, generation, stop) => generation == 1 ? first.Task.WaitAsync(stop) : Task.CompletedTask;
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("a", 1));
        await Eventually.TrueAsync(() => channel.Intake.Offered.Contains("a@1"), cancellationToken: Cancel);

        foreach (var generation in new[] { 2, 3, 4 }) await session.SendAsync(plane.Intent("a", generation));
        await session.SendAsync(new PingFrame(1));
        await session.ExpectAsync<PongFrame>();
        first.SetResult();

        var acks = await AcksAsync(session, 4);
        Assert.Equal(
            [(1, AckOutcome.Stored), (4, AckOutcome.Stored), (2, AckOutcome.Stale), (3, AckOutcome.Stale)],
            acks.Select(ack => (ack.Generation, ack.Outcome)));
        Assert.Equal(["a@1", "a@4"], channel.Intake.Offered);
        Assert.All(acks, ack => Assert.NotNull(ack.Hash));
    }

    [Fact]
    public async Task A_newer_generation_that_is_refused_overtakes_nothing()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var first = new TaskCompletionSource();
        channel.Intake.BeforeStoring = (_, generation, stop) => generation == 1 ? first.Task.WaitAsync(stop) : Task.CompletedTask;
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("a", 1));
        await Eventually.TrueAsync(() => channel.Intake.Offered.Contains("a@1"), cancellationToken: Cancel);

        await session.SendAsync(plane.Intent("a", 2));
        await session.SendAsync(plane.Intent("a", 3, "refuse-me"));
        await session.SendAsync(new PingFrame(1));
        await session.ExpectAsync<PongFrame>();
        first.SetResult();

        var acks = await AcksAsync(session, 3);
        Assert.Equal(
            [(1, AckOutcome.Stored), (3, AckOutcome.Refused), (2, AckOutcome.Stored)],
            acks.Select(ack => (ack.Generation, ack.Outcome)));
        Assert.Equal(2, channel.Intake.Held.Single().Generation);
    }

    [Fact]
    public async Task A_removal_overtakes_an_intent_that_waits()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var first = new TaskCompletionSource();
        channel.Intake.BeforeStoring = (_, generation, stop) => generation == 1 ? first.Task.WaitAsync(stop) : Task.CompletedTask;
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("a", 1));
        await Eventually.TrueAsync(() => channel.Intake.Offered.Contains("a@1"), cancellationToken: Cancel);

        await session.SendAsync(plane.Intent("a", 2));
        await session.SendAsync(plane.Removal("a", 3));
        await session.SendAsync(new PingFrame(1));
        await session.ExpectAsync<PongFrame>();
        first.SetResult();

        Assert.Equal([1L, 3L, 2L], (await AcksAsync(session, 3)).Select(ack => ack.Generation));
        Assert.Empty(channel.Intake.Held);
    }

    [Fact]
    public async Task Different_intents_are_stored_side_by_side_and_those_of_one_id_in_turn()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options => options.ParallelIntents = 4);
        var inside = new ConcurrentDictionary<string, int>();
        var most = 0;
        var go = new TaskCompletionSource();
        channel.Intake.BeforeStoring = async (id, _, stop) =>
        {
            Assert.Equal(1, inside.AddOrUpdate(id, 1, (_, n) => n + 1));
            lock (inside) most = Math.Max(most, inside.Values.Sum());
            await go.Task.WaitAsync(stop);
            inside.AddOrUpdate(id, 0, (_, n) => n - 1);
        };
        var session = await plane.NextWelcomedAsync();

        for (var n = 0; n < 10; n++)
        {
            await session.SendAsync(plane.Intent($"i{n}", 1));
            await session.SendAsync(plane.Intent($"i{n}", 1, "other"));
        }
        await Eventually.TrueAsync(() => inside.Values.Sum() == 4, cancellationToken: Cancel);
        go.SetResult();

        Assert.Equal(20, (await AcksAsync(session, 20)).Count);
        Assert.Equal(4, most);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_written_delays_the_acknowledgement_and_loses_nothing()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var failures = 3;
        channel.Intake.BeforeStoring = (id, _, _) =>
            id == "a" && Interlocked.Decrement(ref failures) >= 0 ? throw new IntakeUnavailableException("no cluster") : Task.CompletedTask;
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(plane.Intent("a", 1));
        await session.SendAsync(plane.Intent("b", 1));

        Assert.Equal(["b", "a"], (await AcksAsync(session, 2)).Select(ack => ack.Id));
        Assert.Equal(["a@1", "a@1", "a@1", "a@1"], channel.Intake.Offered.Where(offer => offer == "a@1"));
    }

    [Fact]
    public async Task While_the_cluster_is_away_a_newer_generation_still_overtakes()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var away = true;
        channel.Intake.BeforeStoring = (_, _, _) => away ? throw new IntakeUnavailableException("no cluster") : Task.CompletedTask;
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("a", 1));
        await Eventually.TrueAsync(() => channel.Intake.Offered.Contains("a@1"), cancellationToken: Cancel);
        await session.SendAsync(plane.Intent("a", 2));
        await Eventually.TrueAsync(() => channel.Intake.Offered.Contains("a@2"), cancellationToken: Cancel);
        away = false;

        Assert.Equal([(2L, AckOutcome.Stored), (1L, AckOutcome.Stale)], (await AcksAsync(session, 2)).Select(ack => (ack.Generation, ack.Outcome)));
    }

    [Fact]
    public async Task A_document_the_agent_fails_on_again_and_again_is_refused_in_the_end()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        channel.Intake.BeforeStoring = (id, _, _) => id == "a" ? throw new InvalidOperationException("a defect") : Task.CompletedTask;
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(plane.Intent("a", 1));
        var ack = await session.ExpectAsync<AckFrame>();

        Assert.Equal((AckOutcome.Refused, FailureReason.Internal), (ack.Outcome, Assert.Single(ack.Reasons).Reason));
        Assert.DoesNotContain("defect", ack.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(5, channel.Intake.Offered.Count);
    }

    [Fact]
    public async Task Reasons_too_many_or_too_long_for_a_frame_are_shortened()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        var reasons = Enumerable.Range(0, 500).Select(_ => new RefusalReason(FailureReason.SchemaInvalid, new string('\u20ac', 9000), new string('\u20ac', 9000)));
        await using var channel = RunningChannel.Start(plane.Bundle, prepare: running => running.Intake.Answer = new("a", 1, AckOutcome.Refused, [.. reasons]));
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(plane.Intent("a", 1));

        Assert.Equal(100, (await session.ExpectAsync<AckFrame>()).Reasons.Count);
    }

    [Fact]
    public async Task A_window_that_is_full_is_no_violation_and_one_more_is()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var go = new TaskCompletionSource();
        channel.Intake.BeforeStoring = (_, _, stop) => go.Task.WaitAsync(stop);
        var session = await plane.NextWelcomedAsync(window: 3);
        for (var n = 0; n < 3; n++) await session.SendAsync(plane.Intent($"i{n}", 1));
        await session.SendAsync(new PingFrame(1));
        await session.ExpectAsync<PongFrame>();

        await session.SendAsync(plane.Intent("one-more", 1));

        Assert.Equal(ErrorCode.WindowExceeded, (await session.ExpectAsync<ErrorFrame>()).Code);
        Assert.Equal(GoodbyeReason.ProtocolViolation, (await session.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.ProtocolError, await session.EndedAsync());
        go.SetResult();
    }

    private static async Task<List<AckFrame>> AcksAsync(ScriptedSession session, int count)
    {
        var acks = new List<AckFrame>();
        while (acks.Count < count) acks.Add(await session.ExpectAsync<AckFrame>());
        return acks;
    }
}
