namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>A use the table does not allow.</summary>
/// <param name="Use">Where and what.</param>
/// <param name="Rule">The rule it breaks, for people.</param>
internal sealed record Violation(TypeUse Use, string Rule)
{
    public override string ToString()
    {
        var target = Use.TargetMember is null ? Use.Target.FullName : $"{Use.Target.FullName}.{Use.TargetMember}";
        return $"{Use.From.FullName}.{Use.Member} uses {target}: {Rule}";
    }
}
