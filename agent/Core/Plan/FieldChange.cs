namespace Pdp.Core.Plan;

/// <summary>One field of an object that would change.</summary>
/// <param name="Path">Where, as in <c>spec.template.spec.containers[name=main].image</c>.</param>
/// <param name="Before">Its value as JSON, cut where it is long; null when it is not there. Never a value of a Secret.</param>
/// <param name="After">The value it would have; null when it would go.</param>
public sealed record FieldChange(string Path, string? Before, string? After);
