namespace Pdp.LocalCluster.Apply;

/// <summary>An apply would change fields that others have set.</summary>
internal sealed class ApplyConflictException(IReadOnlyList<FieldConflict> conflicts) : Exception(Text(conflicts))
{
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    private static string Text(IReadOnlyList<FieldConflict> conflicts)
    {
        if (conflicts is [var only])
            return $"Apply failed with 1 conflict: conflict with {only.Owner}: {only.Field}";
        var lines = conflicts.GroupBy(c => c.Owner)
            .Select(g => $"conflicts with {g.Key}:\n{string.Join('\n', g.Select(c => $"- {c.Field}"))}");
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}";
    }
}

/// <summary>One field and who has it.</summary>
internal sealed record FieldConflict(FieldManagerId Owner, IReadOnlyList<string> Path)
{
    public string Field => PathElements.Display(Path);
}
