using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>What field managers other than the agent own of a place in a live object, newest writer first.</summary>
internal readonly struct OtherFields
{
    private static readonly (string, OwnedFields)[] _none = [];

    private readonly (string Manager, OwnedFields Fields)[]? _owners;

    private OtherFields((string, OwnedFields)[] owners) => _owners = owners;

    /// <summary>Who they are.</summary>
    public IEnumerable<string> Managers => (_owners ?? _none).Select(owner => owner.Manager).Distinct();

    /// <summary>Reads an object.</summary>
    public static OtherFields Of(JsonObject live) => new(
    [
        .. live.Objects("metadata", "managedFields")
            .Where(entry => entry.Text("manager") != ManagedMetadata.FieldManager)
            .OrderByDescending(entry => entry.Text("time"), StringComparer.Ordinal)
            .Select(entry => (entry.Text("manager"), OwnedFields.In(entry))),
    ]);

    /// <summary>What is owned of a member.</summary>
    public OtherFields Member(string name) => Within(fields => fields.Member(name));

    /// <summary>What is owned of the list item with these key fields.</summary>
    public OtherFields Item(IReadOnlyList<string> keys, JsonObject item) => Within(fields => fields.Item(keys, item));

    private OtherFields Within(Func<OwnedFields, OwnedFields> step) => _owners is not { Length: > 0 } owners
        ? this
        : new([.. owners.Select(owner => (owner.Manager, step(owner.Fields))).Where(owner => owner.Item2.IsOwned)]);
}
