namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>A kubelet's log begins anew: each line once, and what nobody can read any more is marked.</summary>
public sealed class RotatedLogTests(LoggingCluster cluster) : CollectionTest(cluster)
{
    [Fact]
    public async Task What_is_rotated_while_it_is_followed_is_whole()
    {
        var pod = await PodAsync();
        pod.Write(["followed"]);
        await Agent.CountAsync(pod.Name, 1);
        for (var round = 0; round < 5; round++)
        {
            pod.Write(Lines(20, round * 40));
            pod.Container.Rotate();
            pod.Write(Lines(20, (round * 40) + 20));
            await Agent.CountAsync(pod.Name, 1 + ((round + 1) * 40));
        }

        await Agent.StoredAsync(pod.Name, ["followed", .. Lines(200)]);
    }

    [Fact]
    public async Task What_was_rotated_away_unread_is_marked()
    {
        var pod = await PodAsync();
        pod.Write(Lines(10));
        await Agent.CountAsync(pod.Name, 10);
        await Agent.StepDownAsync();
        pod.Write(Lines(10, 10));
        pod.Container.Rotate();
        pod.Write(Lines(10, 20));

        Agent.Lead();

        await Agent.StoredAsync(pod.Name, [.. Lines(10), null, .. Lines(10, 20)]);
    }

    [Fact]
    public async Task A_mark_is_stored_once_however_often_the_agent_starts()
    {
        var pod = await PodAsync();
        pod.Write(["first"]);
        await Agent.CountAsync(pod.Name, 1);
        await Agent.StepDownAsync();
        pod.Container.Rotate();
        Agent.Lead();
        pod.Write(["second"]);
        await Agent.CountAsync(pod.Name, 3);
        await Agent.StepDownAsync();
        Agent.Lead();
        pod.Write(["third"]);

        await Agent.StoredAsync(pod.Name, "first", null, "second", "third");
    }

    [Fact]
    public async Task What_is_cut_down_under_a_follower_goes_on_with_a_mark()
    {
        await Agent.StepDownAsync();
        var agent = Replica("impatient", options => options with { SilentFor = TimeSpan.FromMilliseconds(200) });
        agent.Lead();
        var pod = await PodAsync();
        pod.Write(Lines(10));
        await agent.CountAsync(pod.Name, 10);
        pod.Container.Truncate();
        // Shorter than what was read: whoever follows hears nothing of it.
        pod.Write(Lines(3, 10));
        await agent.CountAsync(pod.Name, 14);
        pod.Write(Lines(30, 13));

        await agent.StoredAsync(pod.Name, [.. Lines(10), null, .. Lines(33, 10)]);
    }
}
