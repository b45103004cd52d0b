using Pdp.Protocol.Bootstrap;

namespace Pdp.ControlStub.Api;

/// <summary>Answers with a bundle, exactly as an agent reads it from a file. It holds a secret: nobody may keep a copy on the way.</summary>
internal sealed class BundleResult(BootstrapBundle bundle, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        await httpContext.Response.Body.WriteAsync(BootstrapBundleReader.Write(bundle), httpContext.RequestAborted);
    }
}
