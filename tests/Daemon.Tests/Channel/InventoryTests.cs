using System.Text.Json;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Channel;

public sealed class InventoryTests
{
    private static readonly string _hash = new('a', 64);

    [Fact]
    public async Task Compare_is_answered_in_ordered_pages()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(
            plane.Bundle, prepare: running => running.Intake.Extra = [.. Enumerable.Range(0, 2500).Select(n => new IntentStamp($"i{n:D5}", 1, _hash))]);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(new CompareFrame());
        InventoryFrame[] pages =
            [await session.ExpectAsync<InventoryFrame>(), await session.ExpectAsync<InventoryFrame>(), await session.ExpectAsync<InventoryFrame>()];

        Assert.Equal([(1000, true), (1000, true), (500, false)], pages.Select(page => (page.Items.Count, page.More)));
        Assert.Equal(session.Hello!.Digest, IntentDigest.Of(pages.SelectMany(page => page.Items)));
    }

    [Fact]
    public async Task An_empty_inventory_is_one_empty_page_and_compare_may_come_again()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(new CompareFrame());
        Assert.Empty((await session.ExpectAsync<InventoryFrame>()).Items);
        await session.SendAsync(plane.Intent("a", 1));
        await session.ExpectAsync<AckFrame>();
        await session.SendAsync(new CompareFrame());
        Assert.Equal(channel.Intake.Held, (await session.ExpectAsync<InventoryFrame>()).Items);
    }

    [Fact]
    public async Task A_resource_under_a_name_no_intent_can_have_is_left_out_of_digest_and_pages()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        var sound = new IntentStamp("sound", 1, _hash);
        await using var channel = RunningChannel.Start(
            plane.Bundle, prepare: running => running.Intake.Extra = [new("by.hand", 1, _hash), sound, new("no-generation", 0, _hash)]);
        var session = await plane.NextWelcomedAsync();
        channel.Feed.Set("by.hand", "a status of it is not told either");

        await session.SendAsync(new CompareFrame());

        Assert.Equal([sound], (await session.ExpectAsync<InventoryFrame>()).Items);
        Assert.Equal(IntentDigest.Of([sound]), session.Hello!.Digest);
        Assert.Contains(channel.Log.Lines, line => line.Id == 2015);
        await session.SendAsync(new PingFrame(1));
        await session.ExpectAsync<PongFrame>(typeof(CompareFrame));
    }

    [Fact]
    public async Task An_inventory_that_cannot_be_read_now_is_sent_later()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();
        var failures = 2;
        channel.Intake.BeforeInventory = () => failures-- > 0 ? throw new IntakeUnavailableException("no cluster") : Task.CompletedTask;

        await session.SendAsync(new CompareFrame());

        Assert.False((await session.ExpectAsync<InventoryFrame>()).More);
    }

    [Fact]
    public async Task Resync_is_answered_with_the_digest()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("a", 1));
        await session.ExpectAsync<AckFrame>();

        await session.SendAsync(new AskFrame("q", AskKind.Resync));

        var answer = await session.ExpectAsync<AnswerFrame>();
        Assert.Equal(("q", IntentDigest.Of(channel.Intake.Held)), (answer.RequestId, answer.Result?.GetProperty("digest").GetString()));
    }

    [Fact]
    public async Task A_question_nobody_answers_is_told_so()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();
        foreach (var kind in new[] { AskKind.Plan, AskKind.Describe })
        {
            await session.SendAsync(new AskFrame("q", kind, "a"));
            Assert.StartsWith("not available yet", (await session.ExpectAsync<AnswerFrame>()).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Questions_are_answered_side_by_side_and_a_failing_one_says_no_more_than_that()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        var asks = new Asks();
        await using var channel = RunningChannel.Start(plane.Bundle, prepare: running => running.Asks = asks);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(new AskFrame("slow", AskKind.Plan, "slow"));
        await session.SendAsync(new AskFrame("good", AskKind.Describe, "good"));
        Assert.Equal(("good", 7), ((await session.ExpectAsync<AnswerFrame>()) is var good ? (good.RequestId, good.Result!.Value.GetInt32()) : default));
        await session.SendAsync(new AskFrame("bad", AskKind.Describe, "bad"));
        var bad = await session.ExpectAsync<AnswerFrame>();
        Assert.Equal(("bad", "the agent failed; its log has more"), (bad.RequestId, bad.Error));
        await session.SendAsync(new AskFrame("huge", AskKind.Describe, "huge"));
        Assert.Equal("the answer is too large for one frame", (await session.ExpectAsync<AnswerFrame>()).Error);
        asks.Slow.SetResult();
        Assert.Equal("slow", (await session.ExpectAsync<AnswerFrame>()).RequestId);
    }

    private sealed class Asks : IAnswerAsk
    {
        public TaskCompletionSource Slow { get; } = new();

        public async Task<AskAnswer> AnswerAsync(AskFrame ask, CancellationToken cancellationToken)
        {
            if (ask.Id == "slow") await Slow.Task.WaitAsync(cancellationToken);
            return ask.Id switch
            {
                "bad" => throw new InvalidOperationException("a defect"),
                "huge" => new AskAnswer(JsonSerializer.SerializeToElement(new string('x', 3_000_000))),
                _ => new AskAnswer(JsonSerializer.SerializeToElement(7)),
            };
        }
    }
}
