using System.Globalization;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    private static readonly GroupVersionKind _pod = new("", "v1", "Pod");

    /// <inheritdoc/>
    public async Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken)
    {
        if (options.Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        var target = Target.Of("read the log of", new ObjectReference(_pod, @namespace, pod));
        var mapping = await MappingAsync(target, cancellationToken);
        var path = ApiRequest.PathWithQuery(
            mapping.ObjectPath(target.Namespace, target.Name, "log"),
            ("container", options.Container),
            ("follow", options.Follow ? "true" : null),
            ("previous", options.Previous ? "true" : null),
            ("timestamps", options.Timestamps ? "true" : null),
            ("tailLines", options.TailLines?.ToString(CultureInfo.InvariantCulture)),
            ("sinceTime", options.SinceTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)),
            ("sinceSeconds", options.Since is { } since ? Math.Ceiling(since.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null),
            ("limitBytes", options.LimitBytes?.ToString(CultureInfo.InvariantCulture)));
        // The log itself is plain text, only a refusal is JSON.
        var request = Request(target, HttpMethod.Get, path, Repeat.Always) with { Accept = "application/json, */*" };
        return await OpenAsync(target, request, cancellationToken);
    }
}
