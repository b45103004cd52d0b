using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Metadata says what an object is called and nothing of its life: owners and finalizers delete others or keep the dead.</summary>
internal sealed class MetadataRule : ObjectRule
{
    private static readonly string[] _allowed = ["name", "namespace", "labels", "annotations"];

    /// <inheritdoc/>
    public override string Name => "metadata";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules) =>
        (wanted.Manifest["metadata"] as JsonObject ?? [])
            .Where(member => member.Value is not null && member.Key != "generateName" && !_allowed.Contains(member.Key))
            .Select(member => wanted.Finding($"metadata.{Shown(member.Key)}", $"must not be set; only {string.Join(", ", _allowed)} may"));

    private static string Shown(string name) => PlainName.Of(name);
}
