import java.io.File;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks a PDF against profiles of veraPDF: FILE PROFILE... (2a, 3a, ua1). Prints each failed check; exit code 1 if any. */
public final class Verify {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String profile : List.of(arguments).subList(1, arguments.length)) {
            good &= verify(new File(arguments[0]), PDFAFlavour.fromString(profile));
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean verify(File file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            int failed = result.getFailedChecks().values().stream().mapToInt(Integer::intValue).sum();
            System.out.println(flavour + ": " + result.getTotalAssertions() + " checks, " + failed + " failed");
            for (TestAssertion assertion : result.getTestAssertions()) {
                System.out.println("  " + assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber()
                        + " " + assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
            return result.isCompliant();
        }
    }
}
