using System.Text;
using Pdp.Core.Secrets;

namespace Pdp.Core.Tests.Secrets;

public sealed class DockerConfigTests
{
    [Fact]
    public void A_registry_a_user_and_a_password_become_a_document() => Assert.Equal(
        """{"auths":{"registry.example:5000":{"username":"robot","password":"p\u0022:x","auth":"cm9ib3Q6cCI6eA=="}}}""",
        Encoding.UTF8.GetString(DockerConfig.Of("registry.example:5000", "robot"u8, "p\":x"u8).Reveal()));

    [Fact]
    public void A_whole_document_stays_as_it_is()
    {
        var document = Certificates.Secret("{\"auths\": {\"r\": {\"auth\": \"eDp5\"}}}\n");
        Assert.Same(document, DockerConfig.Checked(document));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"r\": {\"auth\": \"eDp5\"}}")]
    [InlineData("{\"auths\": {}} {\"auths\": {}}")]
    public void What_is_no_document_is_refused_without_being_repeated(string text)
    {
        var wrong = Assert.Throws<SecretFormException>(() => DockerConfig.Checked(Certificates.Secret(text)));
        Assert.Equal("document", wrong.Item);
        Assert.Null(wrong.InnerException);
    }

    [Fact]
    public void A_password_that_is_no_text_is_refused() =>
        Assert.Equal("password", Assert.Throws<SecretFormException>(() => DockerConfig.Of("r", "u"u8, [0xff])).Item);
}
