using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Pdp.ControlStub.Api.Pages;

/// <summary>The start page: what this is and what to do next. Plain HTML that loads nothing.</summary>
internal sealed partial class StartPageResult : IResult
{
    private const string Resource = "Pdp.ControlStub.Api.Pages.start.html";

    private static readonly string _page = Read();
    private static readonly string _policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style().Match(_page).Groups["css"].Value)))}'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.ContentSecurityPolicy = _policy;
        return httpContext.Response.WriteAsync(_page, httpContext.RequestAborted);
    }

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
        return reader.ReadToEnd().Replace("{{version}}", version, StringComparison.Ordinal);
    }

    [GeneratedRegex("<style>(?<css>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Style();
}
