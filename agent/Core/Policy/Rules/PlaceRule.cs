using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Only some organizations, projects and environments may deploy here.</summary>
internal sealed class PlaceRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "places";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) =>
        rules.Places is { } places && !subject.Request.Place.IsIn(places)
            ? [new Finding("metadata", $"organization, project and environment must be one of {string.Join(", ", places)}")]
            : [];
}
