using Pdp.Telemetry;

namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>Reads where traces go.</summary>
internal static class TelemetryReader
{
    public static OtlpOptions Read(SettingValues values)
    {
        var percent = values.Number(ServeSettings.OtlpSampling, 100);
        if (percent is < 0 or > 100)
            values.Wrong(ServeSettings.OtlpSampling, "must be from 0 to 100");
        return new OtlpOptions
        {
            Endpoint = Endpoint(values),
            Transport = Transport(values),
            HeadersFile = Headers(values),
            Sampling = percent / 100.0,
        };
    }

    private static Uri? Endpoint(SettingValues values)
    {
        if (values.Text(ServeSettings.OtlpEndpoint) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 })
            return uri;
        values.Wrong(ServeSettings.OtlpEndpoint, "must be an http:// or https:// address without credentials, query and fragment");
        return null;
    }

    private static OtlpTransport Transport(SettingValues values)
    {
        switch (values.Text(ServeSettings.OtlpProtocol))
        {
            case null or "http":
                return OtlpTransport.Http;
            case "grpc":
                return OtlpTransport.Grpc;
            default:
                values.Wrong(ServeSettings.OtlpProtocol, "must be http or grpc");
                return OtlpTransport.Http;
        }
    }

    private static string? Headers(SettingValues values)
    {
        if (values.Text(ServeSettings.OtlpHeaders) is not { } path)
            return null;
        if (HeadersFile.Problem(path) is { } wrong)
            values.Wrong(ServeSettings.OtlpHeaders, wrong);
        return path;
    }
}
