using System.Runtime.CompilerServices;

namespace Pdp.LocalCluster.Tests.Kubectl;

/// <summary>A test that drives the <c>kubectl</c> on the path, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (KubectlRunner.Find() is null)
            Skip = "there is no kubectl on the path: apt-get install kubernetes-client, or any newer one";
    }
}
