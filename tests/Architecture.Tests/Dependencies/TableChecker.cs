namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>Holds compiled code to a table of rooms.</summary>
/// <param name="rooms">The table; the longest namespace that matches a type is its room.</param>
internal sealed class TableChecker(IReadOnlyList<Room> rooms)
{
    /// <summary>The room a type is in; null where no row claims it.</summary>
    public Room? RoomOf(TypeName type) =>
        rooms.Where(room => type.IsUnder(room.Namespace)).MaxBy(room => room.Namespace.Length);

    /// <summary>Everything the table does not allow.</summary>
    public IEnumerable<Violation> Check(IEnumerable<TypeUse> uses) =>
        uses.Select(Check).OfType<Violation>();

    /// <summary>Written namespaces that no row claims: code nobody decided a place for.</summary>
    public IEnumerable<string> Homeless(IEnumerable<TypeUse> uses) =>
        uses.Select(use => use.From)
            .Where(type => IsOurs(type.Namespace) && RoomOf(type) is null)
            .Select(type => type.FullName)
            .Distinct();

    private Violation? Check(TypeUse use)
    {
        if (RoomOf(use.From) is not { } room)
        {
            return null;
        }

        if (room.Never.FirstOrDefault(part => part.Contains(use)) is { } never)
        {
            return new Violation(use, $"{room} never uses {never.Name}");
        }

        // Code that generators add to this assembly (regular expressions, interceptors) belongs to whoever asked for it.
        var own = use.Target.Assembly == use.Assembly && !IsOurs(use.Target.Namespace);
        if (own || RoomOf(use.Target) == room || room.May.Any(part => part.Contains(use)))
        {
            return null;
        }

        return new Violation(use, $"{room} may use {string.Join(", ", room.May.Select(part => part.Name))} and nothing else");
    }

    private static bool IsOurs(string ns) => ns == "Pdp" || ns.StartsWith("Pdp.", StringComparison.Ordinal);
}
