using FsCheck;
using FsCheck.Fluent;
using Pdp.Daemon.Identity;

namespace Pdp.Daemon.Tests.Identity;

public sealed class RenewalScheduleTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Gen<double> _chance = Gen.Choose(0, 999).Select(n => n / 1000.0);
    private static readonly Gen<TimeSpan> _lifetime = Gen.Choose(1, 90 * 24 * 3600).Select(seconds => TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Any_certificate_is_renewed_between_0567_and_0767_of_what_it_lasts() => Prop.ForAll(
        _lifetime.ToArbitrary(), _chance.ToArbitrary(), (lifetime, chance) =>
        {
            var due = (RenewalSchedule.Due(_start, _start.AddMinutes(-5), _start + lifetime, chance) - _start) / lifetime;
            return due is >= 0.566 and <= 0.767;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clock_that_is_wrong_still_renews_within_the_certificates_own_dates() => Prop.ForAll(
        _lifetime.ToArbitrary(), Gen.Choose(-4000, 4000).ToArbitrary(), _chance.ToArbitrary(), (lifetime, days, chance) =>
        {
            var due = RenewalSchedule.Due(_start.AddDays(days), _start.AddMinutes(-5), _start + lifetime, chance);
            return due > _start.AddMinutes(-5) && due < _start + lifetime;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pauses_grow_to_a_twelfth_of_the_lifetime_and_are_never_none() => Prop.ForAll(
        _lifetime.ToArbitrary(), Gen.Choose(1, 100).ToArbitrary(), _chance.ToArbitrary(), (lifetime, failures, chance) =>
        {
            var (pause, next) = (RenewalSchedule.Pause(lifetime, failures, chance), RenewalSchedule.Pause(lifetime, failures + 1, chance));
            var longest = lifetime / 12 > TimeSpan.FromSeconds(1) ? lifetime / 12 : TimeSpan.FromSeconds(1);
            return pause >= TimeSpan.FromSeconds(0.5) && pause <= next && next <= longest;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_fleet_is_spread_over_a_fifth_of_the_lifetime()
    {
        var (first, last) = (RenewalSchedule.Due(_start, _start, _start.AddDays(1), 0), RenewalSchedule.Due(_start, _start, _start.AddDays(1), 0.999));
        Assert.InRange(last - first, TimeSpan.FromHours(4.7), TimeSpan.FromHours(4.8));
    }
}
