namespace Pdp.ControlStub.Store;

/// <summary>Where a component is in an environment. It is on every plane it was deployed to, until its intent is removed there.</summary>
/// <param name="Key">The component and the environment.</param>
/// <param name="Plane">The plane.</param>
/// <param name="Intent">The intent there.</param>
internal sealed record Placement(BindingKey Key, string Plane, string Intent);
