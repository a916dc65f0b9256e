import java.nio.file.*
import java.util.*
import org.nd4j.linalg.api.ndarray.INDArray
import org.nd4j.linalg.factory.Nd4j
import org.ssamba.*
import org.ssamba.audio.*
import org.ssamba.data.*
import org.ssamba.examples.plot.*
import org.ssamba.head.*
import org.ssamba.nd4j.*
import org.ssamba.training.*
import org.tribuo.*
import org.tribuo.classification.*
import org.tribuo.classification.evaluation.*
java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING)
