using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>
/// Who writes against the agent. Everything is remembered in the status, one record for each field of an object and each manager, so a
/// restart neither forgets a fight nor begins one anew.
/// </summary>
/// <param name="options">When it is a fight.</param>
public sealed class Contests(ContestOptions options)
{
    /// <summary>Most records kept.</summary>
    public const int Most = 20;

    /// <summary>Whether a field is contested, and not only put back now and then.</summary>
    public bool IsContested(ContestRecord record) => record.Repairs >= options.Repairs;

    /// <summary>When a contested field is put back again at the earliest, UTC.</summary>
    public DateTimeOffset DueAt(ContestRecord record) => IsContested(record) ? record.LastAt + PauseOf(record) : record.LastAt;

    /// <summary>When a fight is over if the field is left alone until then, UTC.</summary>
    public DateTimeOffset OverAt(ContestRecord record) => DueAt(record) + options.Window;

    /// <summary>What is not put back yet.</summary>
    /// <param name="records">What is remembered.</param>
    /// <param name="now">Now, UTC.</param>
    public IReadOnlyList<HeldField> Held(IReadOnlyList<ContestRecord> records, DateTimeOffset now) =>
        [.. records.Where(record => DueAt(record) > now).Select(record => new HeldField(ObjectKey.Of(record.Object).Identity, record.Field)).Distinct()];

    /// <summary>What is remembered after a pass.</summary>
    /// <param name="records">What was remembered before.</param>
    /// <param name="plan">What was planned: what it holds back still stands against the agent.</param>
    /// <param name="repaired">The steps that put something back.</param>
    /// <param name="now">Now, UTC.</param>
    public IReadOnlyList<ContestRecord> After(
        IReadOnlyList<ContestRecord> records, DeploymentPlan plan, IEnumerable<PlanStep> repaired, DateTimeOffset now)
    {
        var standing = plan.Steps.SelectMany(step => step.Held.Select(path => (step.Key.Identity, path))).ToHashSet();
        var counted = repaired.SelectMany(FieldsOf).Select(field => Count(Find(records, field), field, now)).ToList();
        var others = records.Where(record => !counted.Exists(next => IsSame(next, record)))
            .Where(record => standing.Contains((ObjectKey.Of(record.Object).Identity, record.Field)) || OverAt(record) > now);
        return [.. counted.Concat(others).OrderByDescending(IsContested).ThenByDescending(record => record.LastAt).Take(Most)];
    }

    private ContestRecord Count(ContestRecord? before, ContestRecord field, DateTimeOffset now)
    {
        var goesOn = before is not null && (IsContested(before) ? now < OverAt(before) + PauseOf(before) : now - before.FirstAt <= options.Window);
        return goesOn ? before! with { Repairs = before.Repairs + 1, LastAt = now } : field with { Repairs = 1, FirstAt = now, LastAt = now };
    }

    private TimeSpan PauseOf(ContestRecord record)
    {
        var doublings = Math.Min(record.Repairs - options.Repairs, 30);
        return TimeSpan.FromTicks((long)Math.Min(options.PauseMin.Ticks * Math.Pow(2, doublings), options.PauseMax.Ticks));
    }

    private static ContestRecord? Find(IReadOnlyList<ContestRecord> records, ContestRecord field) =>
        records.FirstOrDefault(record => IsSame(record, field));

    /// <summary>Whether two records are of the same field, object and manager.</summary>
    public static bool IsSame(ContestRecord one, ContestRecord other) =>
        ObjectKey.Of(one.Object).Identity == ObjectKey.Of(other.Object).Identity && (one.Field, one.Manager) == (other.Field, other.Manager);

    // An object that is made again was deleted by somebody; of a field the API server may know who wrote it.
    private static IEnumerable<ContestRecord> FieldsOf(PlanStep step)
    {
        var paths = step.Fields.Count == 0 ? [""] : step.Fields;
        return paths.Select(path => new ContestRecord(
            step.Key.ToEntry(step.Wave), path, step.Writers.FirstOrDefault(writer => writer.Field == path)?.Manager ?? "", 1, default, default));
    }
}
