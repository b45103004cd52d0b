namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>The dependency table holds for the code as it was compiled.</summary>
public sealed class DependencyTableTests
{
    private static readonly TableChecker Checker = new(DependencyTable.Rooms);

    public static TheoryData<string> RoomNames => [.. DependencyTable.Rooms.Select(room => room.Namespace)];

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_uses_only_what_its_row_allows(string room)
    {
        var violations = Checker.Check(Codebase.Uses.Where(use => Checker.RoomOf(use.From)?.Namespace == room));

        Breaches.AssertNone(violations.Select(violation => violation.ToString()));
    }

    [Fact]
    public void Every_namespace_has_a_row() => Breaches.AssertNone(Checker.Homeless(Codebase.Uses));

    [Fact]
    public void Every_assembly_was_read() =>
        Assert.Equal(Codebase.Assemblies.Order(), Codebase.Uses.Select(use => use.Assembly).Distinct().Order());
}
