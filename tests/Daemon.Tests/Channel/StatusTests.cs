using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel;

public sealed class StatusTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_reported_again_after_each_connect()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        for (var n = 0; n < 250; n++) channel.Feed.Set($"i{n:D3}", "first");
        var first = await plane.NextWelcomedAsync();
        Assert.Equal(250, (await ReportsAsync(first, 250)).Count);
        first.Cut();
        channel.Feed.Set("i007", "changed meanwhile");
        channel.Feed.Set("i008", status: null);

        var reports = await ReportsAsync(await plane.NextWelcomedAsync(), 250);

        Assert.Equal("changed meanwhile", reports["i007"]!.Message);
        Assert.Null(reports["i008"]);
        Assert.Equal("first", reports["i249"]!.Message);
    }

    [Fact]
    public async Task A_server_that_reads_slowly_misses_steps_and_never_the_end()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();
        await Eventually.TrueAsync(() => channel.Service.IsConnected, cancellationToken: Cancel);
        await session.StopListeningAsync();
        // Random text does not compress, so the connection's buffers fill up and the reporter has to wait.
        const int steps = 600;
        for (var step = 1; step <= steps; step++)
        {
            channel.Feed.Set("big", $"{step} {Noise(20_000)}");
            if (step % 20 == 0) await Task.Yield();
        }
        channel.Feed.Set("big", "the end");
        session.ListenAgain();

        var seen = 0;
        string message;
        do
        {
            message = (await session.ExpectAsync<StatusFrame>()).Items.Single().Status!.Message;
            seen++;
        }
        while (message != "the end");

        Assert.InRange(seen, 1, steps - 1);
    }

    [Fact]
    public async Task While_the_server_does_not_read_intents_are_still_taken()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();
        await Eventually.TrueAsync(() => channel.Service.IsConnected, cancellationToken: Cancel);
        await session.StopListeningAsync();
        for (var n = 0; n < 400; n++) channel.Feed.Set($"i{n}", Noise(40_000));

        for (var n = 0; n < 30; n++) await session.SendAsync(plane.Intent($"i{n}", 1));

        await Eventually.TrueAsync(() => channel.Intake.Held.Count == 30, TimeSpan.FromMinutes(1), cancellationToken: Cancel);
        session.ListenAgain();
        for (var n = 0; n < 30; n++) await session.ExpectAsync<AckFrame>();
    }

    [Fact]
    public async Task An_agent_that_cannot_store_fast_enough_stops_reading_and_keeps_the_session()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options => options.PendingBytes = 2 * 1024 * 1024, time);
        var go = new TaskCompletionSource();
        channel.Intake.BeforeStoring = (_, _, stop) => go.Task.WaitAsync(stop);
        var session = await plane.NextWelcomedAsync(window: 64, heartbeatSeconds: 10);
        await Eventually.TrueAsync(() => channel.Service.IsConnected, cancellationToken: Cancel);

        var content = Noise(300_000);
        var sending = Task.Run(async () =>
        {
            for (var n = 0; n < 40; n++) await session.SendAsync(plane.Intent($"i{n}", 1, content));
        }, Cancel);
        // Each is a frame of 400 kB: the sixth is over 2 MiB.
        await Eventually.TrueAsync(() => channel.Intake.Offered.Count == 6, cancellationToken: Cancel);
        for (var heartbeat = 0; heartbeat < 5; heartbeat++)
        {
            await Eventually.TrueAsync(() => time.NextTimerDue == TimeSpan.FromSeconds(10), cancellationToken: Cancel);
            time.Advance(TimeSpan.FromSeconds(10));
            await session.ExpectAsync<PingFrame>();
        }

        Assert.Equal(6, channel.Intake.Offered.Count);
        Assert.False(sending.IsCompleted);
        Assert.True(channel.Service.IsConnected);
        go.SetResult();
        await sending;
        for (var n = 0; n < 40; n++) await session.ExpectAsync<AckFrame>(typeof(PingFrame));
        Assert.Equal(1, plane.Dials);
    }

    private static string Noise(int bytes) => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(bytes * 3 / 4));

    private static async Task<Dictionary<string, IntentStatus?>> ReportsAsync(ScriptedSession session, int count)
    {
        var reports = new Dictionary<string, IntentStatus?>();
        while (reports.Count < count)
        {
            var items = (await session.ExpectAsync<StatusFrame>()).Items;
            Assert.InRange(items.Count, 1, 100);
            foreach (var report in items) reports[report.Id] = report.Status;
        }
        return reports;
    }
}
