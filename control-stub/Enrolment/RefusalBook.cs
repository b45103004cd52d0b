using System.Text.Json;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>
/// Records what was refused, with a reason that is more than the caller is told. Each plane has a budget of attempts, and all who show
/// nothing that is known here share one, so that nobody can push the history out of the event log.
/// </summary>
internal sealed class RefusalBook(IEventLog events, DialBudget attempts, TimeProvider time)
{
    private const string Strangers = "";

    /// <summary>Spends an attempt of a plane that has shown it is that plane.</summary>
    /// <returns>Null when it may go on.</returns>
    public Issuance? Pace(string plane) =>
        attempts.Spend(plane) is { } wait ? new Issuance.Refused(IdentityRefusal.Busy, wait) : null;

    /// <summary>Refuses somebody who has shown nothing that is known here.</summary>
    public async Task<Issuance> RefuseStrangerAsync(string type, IdentityRefusal refusal, Enum reason) =>
        Pace(Strangers) ?? await RefuseAsync(type, null, refusal, reason);

    /// <summary>Refuses a plane.</summary>
    /// <param name="type">The event, from <see cref="EventTypes"/>.</param>
    /// <param name="plane">The plane; null when it is not known.</param>
    /// <param name="refusal">What is told.</param>
    /// <param name="reason">What is recorded.</param>
    public async Task<Issuance> RefuseAsync(string type, string? plane, IdentityRefusal refusal, Enum reason)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
        await events.AppendAsync([Happenings.Refused(type, plane, name, time.GetUtcNow())], CancellationToken.None);
        return new Issuance.Refused(refusal);
    }
}
