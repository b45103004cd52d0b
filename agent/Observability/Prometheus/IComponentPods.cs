using Pdp.Observability.Access;

namespace Pdp.Observability.Prometheus;

/// <summary>Which pods a component has, and had.</summary>
public interface IComponentPods
{
    /// <summary>Names of pods seen since a time, newest first.</summary>
    /// <param name="scopes">Of which components.</param>
    /// <param name="since">Since when.</param>
    /// <param name="most">Most of them.</param>
    IReadOnlyList<string> Of(IReadOnlyList<PlaneScope> scopes, DateTimeOffset since, int most);
}
