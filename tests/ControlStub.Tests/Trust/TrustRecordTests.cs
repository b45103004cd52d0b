using FsCheck;
using FsCheck.Fluent;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Tests.Trust;

public sealed class TrustRecordTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly TrustRecord _first = new(
        1, _start, [Fresh(TrustKind.Intents, "i0") with { State = TrustState.Active }, Fresh(TrustKind.Tokens, "t0") with { State = TrustState.Active }], "pinned");

    [Fact]
    public void Whatever_is_done_in_whatever_order_one_of_each_kind_is_at_work_and_nothing_skips_being_announced() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 5)).ToArbitrary(), steps =>
        {
            var record = _first;
            foreach (var (step, number) in steps.Select((s, n) => (s, n)))
            {
                var kind = step % 2 == 0 ? TrustKind.Intents : TrustKind.Tokens;
                var (next, problem) = (step / 2) switch
                {
                    0 => record.Announce(Fresh(kind, $"{kind}-{number}"), _start),
                    1 => record.Activate(kind, _start),
                    _ => record.Retire(kind, _start),
                };
                if (next is null)
                {
                    Assert.NotEmpty(problem);
                    continue;
                }

                Assert.Equal(record.Version + 1, next.Version);
                foreach (var any in Enum.GetValues<TrustKind>().Where(k => k != TrustKind.Authority))
                {
                    Assert.Single(next.Of(any), a => a.State == TrustState.Active);
                    Assert.InRange(next.Of(any).Count(), 1, 2);
                    // Who is at work was believed the version before, so that every agent that took that one believes it now.
                    Assert.Contains(next.Find(any, TrustState.Active)!.Id, record.Of(any).Select(a => a.Id));
                }

                Assert.All(next.Anchors, a => Assert.InRange(a.Since, 0, next.Version));
                record = next;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static TrustAnchor Fresh(TrustKind kind, string id) => new(kind, id, TrustState.Announced, 0, _start);
}
