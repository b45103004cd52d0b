using Pdp.Story.Staging;

namespace Pdp.EndToEnd.MainJob;

/// <summary>
/// Where the tests play: in the embedded cluster, or in the one of <c>PDP_TEST_KUBECONFIG</c> with the images of
/// <c>PDP_TEST_IMAGE_V1</c>, <c>PDP_TEST_IMAGE_V2</c> (HTTP on port 80, their answers differ) and <c>PDP_TEST_IMAGE_BROKEN</c>;
/// <c>PDP_TEST_POD_SECURITY</c> may ask for <c>restricted</c> where the images do not run as root. The tests themselves do not know which it is.
/// </summary>
internal static class StageFromEnvironment
{
    public static StageOptions Options()
    {
        var kubeconfig = Read("PDP_TEST_KUBECONFIG");
        if (kubeconfig is null)
        {
            return new StageOptions { Plane = "e2e", Observed = true };
        }

        var images = new StageImages
        {
            First = Needed("PDP_TEST_IMAGE_V1"),
            Second = Needed("PDP_TEST_IMAGE_V2"),
            Broken = Needed("PDP_TEST_IMAGE_BROKEN"),
        };
        return new StageOptions
        {
            Plane = "e2e",
            Kubeconfig = kubeconfig,
            Images = images,
            // Most images that serve on port 80 run as root.
            PodSecurity = Read("PDP_TEST_POD_SECURITY") ?? "baseline",
        };
    }

    private static string Needed(string name) =>
        Read(name) ?? throw new InvalidOperationException($"PDP_TEST_KUBECONFIG is set, so {name} must name an image");

    // The one place of these tests that reads the environment.
#pragma warning disable RS0030
    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
#pragma warning restore RS0030
}
