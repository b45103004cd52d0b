using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Plan;

public sealed class ContestsTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly ObjectKey _key = new("apps", "v1", "Deployment", "ns", "shop");

    private readonly Contests _contests = new(new ContestOptions { PauseMin = TimeSpan.FromSeconds(10), PauseMax = TimeSpan.FromSeconds(60) });

    [Fact]
    public void Three_times_by_the_same_manager_is_a_contest_and_is_put_back_ever_more_slowly()
    {
        var (records, now) = Fight(times: 2, every: TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(records, _contests.IsContested);
        Assert.Empty(_contests.Held(records, now));

        var pauses = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            records = _contests.After(records, Nothing, [Repair("spec.replicas", "other")], now);
            var record = Assert.Single(records);
            Assert.True(_contests.IsContested(record));
            pauses.Add((_contests.DueAt(record) - now).TotalSeconds);
            Assert.Equal([new HeldField(_key.Identity, "spec.replicas")], _contests.Held(records, now));
            now = _contests.DueAt(record);
            Assert.Empty(_contests.Held(records, now));
        }

        Assert.Equal([10, 20, 40, 60, 60], pauses);
    }

    [Fact]
    public void Another_field_another_manager_and_what_is_far_between_is_no_contest()
    {
        var records = _contests.After([], Nothing, [Repair("spec.replicas", "other"), Repair("spec.paused", "other")], _start);
        records = _contests.After(records, Nothing, [Repair("spec.replicas", "another"), Repair("spec.paused", "another")], _start.AddSeconds(1));
        Assert.Equal([1, 1, 1, 1], records.Select(record => record.Repairs));

        var (apart, _) = Fight(times: 30, every: TimeSpan.FromMinutes(6));
        Assert.DoesNotContain(apart, _contests.IsContested);
    }

    [Fact]
    public void It_is_over_once_the_field_was_left_alone_long_enough()
    {
        var (records, now) = Fight(times: 4, every: TimeSpan.FromSeconds(1));
        var over = _contests.OverAt(records[0]);
        Assert.Equal(now.AddSeconds(-1).AddSeconds(20).AddMinutes(10), over);

        Assert.Single(_contests.After(records, Nothing, [], over.AddSeconds(-1)));
        Assert.Empty(_contests.After(records, Nothing, [], over));
    }

    [Fact]
    public void It_is_not_over_while_the_other_has_his_way()
    {
        var (records, now) = Fight(times: 4, every: TimeSpan.FromSeconds(1));
        var held = new DeploymentPlan([Repair("", "") with { Action = PlanAction.Unchanged, Held = ["spec.replicas"] }], []);

        Assert.Single(_contests.After(records, held, [], now.AddDays(1)));
    }

    [Fact]
    public void Whoever_deletes_an_object_again_and_again_fights_too()
    {
        IReadOnlyList<ContestRecord> records = [];
        for (var i = 0; i < 3; i++)
            records = _contests.After(records, Nothing, [Repair("", "") with { Action = PlanAction.Create, Fields = [], Writers = [] }], _start.AddSeconds(i));

        var record = Assert.Single(records);
        Assert.Equal(("", "", 3), (record.Field, record.Manager, record.Repairs));
        Assert.Equal([new HeldField(_key.Identity, "")], _contests.Held(records, _start.AddSeconds(3)));
    }

    [Fact]
    public void No_more_is_remembered_than_there_is_room_for_and_contests_go_last()
    {
        var (records, now) = Fight(times: 3, every: TimeSpan.FromSeconds(1));
        records = _contests.After(records, Nothing, Enumerable.Range(0, 50).Select(i => Repair($"spec.f{i}", "other")), now);

        Assert.Equal(Contests.Most, records.Count);
        Assert.Equal("spec.replicas", records[0].Field);
    }

    private static DeploymentPlan Nothing { get; } = new([], []);

    private (IReadOnlyList<ContestRecord> Records, DateTimeOffset Now) Fight(int times, TimeSpan every)
    {
        IReadOnlyList<ContestRecord> records = [];
        var now = _start;
        for (var i = 0; i < times; i++, now += every)
            records = _contests.After(records, Nothing, [Repair("spec.replicas", "other")], now);
        return (records, now);
    }

    private static PlanStep Repair(string field, string manager) => new()
    {
        Action = PlanAction.Configure,
        Key = _key,
        Id = "shop",
        IsRepair = true,
        Fields = [field],
        Writers = manager.Length == 0 ? [] : [new FieldWriter(field, manager)],
    };
}
