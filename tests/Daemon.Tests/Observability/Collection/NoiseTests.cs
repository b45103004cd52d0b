using System.Text;
using Pdp.Core.Logs.Reading;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>Too much, too long and not text: it costs nobody else anything, and what is left out is counted.</summary>
public sealed class NoiseTests(LoggingCluster cluster) : CollectionTest(cluster)
{
    private const int MostNoise = 150_000;

    [Fact]
    public async Task Beside_fifty_thousand_lines_a_second_a_quiet_pod_is_complete_and_quick()
    {
        await Agent.StepDownAsync();
        var agent = Replica("narrow", options => options with { Gathering = new GatheringLimits { Burst = 5_000 } });
        agent.Lead();
        var (noisy, quiet) = (await PodAsync("noisy"), await PodAsync("quiet"));
        using var enough = new CancellationTokenSource();
        var noise = Task.Run(() => MakeNoise(noisy, enough.Token), TestContext.Current.CancellationToken);

        for (var i = 0; i < 50; i++)
        {
            quiet.Write([$"line {i}"]);
            await Eventually.TrueAsync(async () => (await agent.AllAsync(quiet.Name)).Count > i, TimeSpan.FromSeconds(20), $"line {i} is stored", TestContext.Current.CancellationToken);
        }
        await enough.CancelAsync();
        var written = await noise;

        await agent.StoredAsync(quiet.Name, Lines(50));
        await Eventually.TrueAsync(
            async () => (await agent.AllAsync(noisy.Name)).Sum(entry => Math.Max(1, entry.Missing)) >= written, what: "all noise is stored or counted",
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(written, (await agent.AllAsync(noisy.Name)).Sum(entry => Math.Max(1, entry.Missing)));
        // Five thousand at once, and five thousand a second after that.
        Assert.InRange((await agent.AllAsync(noisy.Name)).Count(entry => entry.Missing == 0), 1, 5_000 + (written / 10) + 1000);
    }

    [Fact]
    public async Task Huge_lines_come_whole_or_cut_and_binary_ones_readable()
    {
        var pod = await PodAsync();
        pod.Write(["before"]);
        pod.Write([new string('a', 30_000), new string('b', 300_000)]);
        pod.Container.Write([.. "\u001b[31mred\u001b[0m bin\0ary "u8, 0xff, 0xfe, (byte)'\r', (byte)'\n']);
        await Agent.CountAsync(pod.Name, 4);
        await Agent.StepDownAsync();
        pod.Write([new string('c', 200_000), "after"]);

        Agent.Lead();

        await Agent.CountAsync(pod.Name, 6);
        var messages = (await Agent.AllAsync(pod.Name)).Select(entry => entry.Message).ToList();
        Assert.Equal(("before", new string('a', 30_000), "red bin\ufffdary \ufffd\ufffd", "after"), (messages[0], messages[1], messages[3], messages[5]));
        Assert.All([messages[2], messages[4]], cut => Assert.EndsWith("more characters were cut", cut, StringComparison.Ordinal));
        Assert.Equal(6, messages.Count);
    }

    // A thousand lines each 20 ms, by the times they are stamped with; in truth as fast as they can be written.
    private static long MakeNoise(PlayedPod pod, CancellationToken enough)
    {
        var (written, start, container) = (0, Now, pod.Container);
        while (written < MostNoise && !enough.IsCancellationRequested)
        {
            var lines = new StringBuilder();
            for (var i = 0; i < 1000; i++) lines.Append("noise ").Append(written + i).Append(" of a service that tells everything\n");
            container.Write(Encoding.UTF8.GetBytes(lines.ToString()), start.AddMilliseconds(written / 50.0));
            written += 1000;
        }
        return written;
    }
}
