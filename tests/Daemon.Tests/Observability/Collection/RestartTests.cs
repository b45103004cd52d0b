namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>Containers, agents and leaders that end and begin again: each line once.</summary>
public sealed class RestartTests(LoggingCluster cluster) : CollectionTest(cluster)
{
    [Fact]
    public async Task The_last_words_of_a_container_are_read_from_its_run_before()
    {
        var pod = await PodAsync();
        pod.Write(["begin"]);
        await Agent.CountAsync(pod.Name, 1);
        await Agent.StepDownAsync();
        pod.Write(["last words"]);
        await pod.RestartAsync();
        pod.Write(["again"]);

        Agent.Lead();

        await Agent.StoredAsync(pod.Name, "begin", "last words", "again");
    }

    [Fact]
    public async Task A_container_that_dies_while_it_is_followed_costs_nothing()
    {
        var pod = await PodAsync();
        pod.Write(Lines(500));
        await pod.RestartAsync();
        pod.Write(Lines(500, 500));

        await Agent.StoredAsync(pod.Name, Lines(1000));
    }

    [Fact]
    public async Task An_agent_killed_again_and_again_amid_lines_of_one_time_has_each_once()
    {
        var pod = await PodAsync();
        var at = Now;
        for (var chunk = 0; chunk < 20; chunk++)
        {
            pod.Write(Lines(250, chunk * 250), at);
            // Some are stored by then, some are on their way, some unread.
            if (chunk % 4 != 3) continue;
            await Agent.CountAsync(pod.Name, chunk * 200);
            await Agent.StepDownAsync();
            Agent.Lead();
        }

        await Agent.StoredAsync(pod.Name, Lines(5000));
    }

    [Fact]
    public async Task The_next_leader_has_what_the_nodes_keep_and_the_first_goes_on_where_it_was()
    {
        var pod = await PodAsync();
        pod.Write(Lines(50));
        await Agent.CountAsync(pod.Name, 50);
        await Agent.StepDownAsync();
        var other = Replica("other");
        other.Lead();
        pod.Write(Lines(50, 50));
        await other.StoredAsync(pod.Name, Lines(100));
        await other.StepDownAsync();
        pod.Write(Lines(50, 100));

        Agent.Lead();

        await Agent.StoredAsync(pod.Name, Lines(150));
    }

    [Fact]
    public async Task Leaders_with_one_volume_have_each_line_once_between_them()
    {
        var pod = await PodAsync();
        var (leader, next) = (Agent, Replica("agent"));
        for (var term = 0; term < 6; term++)
        {
            pod.Write(Lines(100, term * 100));
            await leader.CountAsync(pod.Name, (term * 100) + 1);
            await leader.StepDownAsync();
            (leader, next) = (next, leader);
            leader.Lead();
        }

        await leader.StoredAsync(pod.Name, Lines(600));
    }
}
