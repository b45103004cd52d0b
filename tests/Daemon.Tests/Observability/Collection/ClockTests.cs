namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>Nodes whose clocks are wrong, and are put right: each line once, in the order it was written.</summary>
public sealed class ClockTests(LoggingCluster cluster) : CollectionTest(cluster)
{
    [Fact]
    public async Task A_clock_that_is_set_back_loses_and_repeats_nothing_also_while_nobody_reads()
    {
        var (pod, now) = (await PodAsync(), Now);
        for (var i = 0; i < 20; i++) pod.Write([$"line {i}"], now.AddHours(1).AddMilliseconds(i * 200));
        await Agent.CountAsync(pod.Name, 20);
        for (var i = 20; i < 40; i++) pod.Write([$"line {i}"], now.AddMilliseconds(i * 200));
        await Agent.CountAsync(pod.Name, 40);
        await Agent.StepDownAsync();
        for (var i = 40; i < 60; i++) pod.Write([$"line {i}"], now.AddMilliseconds(i * 200));
        Agent.Lead();
        await Agent.CountAsync(pod.Name, 60);
        await Agent.StepDownAsync();
        for (var i = 60; i < 80; i++) pod.Write([$"line {i}"], now.AddMilliseconds(i * 200));
        Agent.Lead();
        await Agent.CountAsync(pod.Name, 80);
        // It comes to where it had been, and beyond.
        for (var i = 80; i < 100; i++) pod.Write([$"line {i}"], now.AddHours(2).AddMilliseconds(i * 200));
        await Agent.CountAsync(pod.Name, 100);
        await Agent.StepDownAsync();
        pod.Write(["line 100"], now.AddHours(3));

        Agent.Lead();

        await Agent.StoredAsync(pod.Name, Lines(101));
    }

    [Fact]
    public async Task A_clock_set_back_into_time_that_has_lines_already_repeats_none()
    {
        var (pod, now) = (await PodAsync(), Now);
        for (var i = 0; i < 60; i++) pod.Write([$"line {i}"], now.AddMilliseconds(i * 250));
        await Agent.CountAsync(pod.Name, 60);
        for (var i = 60; i < 80; i++) pod.Write([$"line {i}"], now.AddMilliseconds((i - 40) * 250));
        await Agent.CountAsync(pod.Name, 80);
        await Agent.StepDownAsync();
        for (var i = 80; i < 100; i++) pod.Write([$"line {i}"], now.AddMilliseconds((i - 40) * 250));

        Agent.Lead();

        await Agent.StoredAsync(pod.Name, Lines(100));
    }

    [Fact]
    public async Task Nodes_an_hour_apart_each_have_their_lines_once()
    {
        var (ahead, behind, now) = (await PodAsync("ahead"), await PodAsync("behind"), Now);
        for (var i = 0; i < 100; i++)
        {
            ahead.Write([$"line {i}"], now.AddHours(1).AddMilliseconds(i * 10));
            behind.Write([$"line {i}"], now.AddHours(-1).AddMilliseconds(i * 10));
            if (i % 40 != 39) continue;
            await Agent.StepDownAsync();
            Agent.Lead();
        }

        await Agent.StoredAsync(ahead.Name, Lines(100));
        await Agent.StoredAsync(behind.Name, Lines(100));
    }
}
