using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Routing;

namespace Pdp.Core.Tests.Routing;

/// <summary>What may happen to the versions of a component.</summary>
/// <param name="Version">Which version.</param>
/// <param name="Standing">How it is from here on; null: it is gone.</param>
/// <param name="Seconds">How long after what happened before.</param>
internal sealed record VersionEvent(int Version, Standing? Standing, int Seconds)
{
    public static Gen<VersionEvent> Any { get; } =
        from version in Gen.Choose(0, 3)
        from standing in Gen.Frequency(
            (4, Gen.Constant<Standing?>(Core.Routing.Standing.Healthy)),
            (5, Gen.Elements<Standing?>(Core.Routing.Standing.Serving, Core.Routing.Standing.Ailing, Core.Routing.Standing.Down, Core.Routing.Standing.Leaving, null)))
        from seconds in Gen.Elements(0, 1, 5, 9, 10, 11, 60)
        select new VersionEvent(version, standing, seconds);
}
